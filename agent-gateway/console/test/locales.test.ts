import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { preferred } from '@/i18n';
import en from '@/locales/en';
import es from '@/locales/es';
import pt from '@/locales/pt-BR';

type Tree = { [key: string]: string | Tree };

function flat(tree: Tree, prefix = ''): Map<string, string> {
  return new Map(Object.entries(tree).flatMap(([key, value]) => (typeof value === 'string' ? [[prefix + key, value] as const] : [...flat(value, `${prefix}${key}.`)])));
}

function sources(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? sources(path) : /\.(vue|ts)$/.test(name) ? [readFileSync(path, 'utf8')] : [];
  });
}

const variables = (text: string) => [...new Set([...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]))].sort();

describe('the languages', () => {
  const english = flat(en);

  it.each([['pt-BR', pt], ['es', es]])('%s says everything, with the same variables', (_name, words) => {
    const translated = flat(words);
    expect([...translated.keys()].sort()).toEqual([...english.keys()].sort());
    for (const [key, text] of english) {
      expect(variables(translated.get(key) ?? ''), key).toEqual(variables(text));
    }
  });

  it('has words for every key that is used', () => {
    const used = sources(join(process.cwd(), 'src')).flatMap((text) => [...text.matchAll(/\bt\('([\w.-]+)'/g)].map((match) => match[1] as string));
    expect(used.length).toBeGreaterThan(100);
    expect(used.filter((key) => !english.has(key))).toEqual([]);
  });

  it('is chosen by what the browser prefers', () => {
    expect(preferred(['de-DE', 'pt-PT', 'en'])).toBe('pt-BR');
    expect(preferred(['es-MX'])).toBe('es');
    expect(preferred(['de', 'fr'])).toBe('en');
  });
});
