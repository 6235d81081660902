// @vitest-environment node
import { describe, expect, it } from 'vitest';

import { backAt, dayName, sizeOf, translator, WORDS } from '../src/app/i18n';
import { choose, LOCALES, match } from '../src/shared/locale';

describe('languages', () => {
  it.each([
    ['pt_BR', 'pt-BR'],
    ['pt', 'pt-BR'],
    ['pt-PT', 'pt-BR'],
    ['es-MX', 'es'],
    ['EN-gb', 'en'],
    ['de', null],
    ['', null],
    [undefined, null],
  ])('%s is %s', (tag, locale) => {
    expect(match(tag)).toBe(locale);
  });

  it('prefers what the page says, then the browser where it is asked, then the inbox', () => {
    expect(choose('es', ['pt-BR'], 'en')).toBe('es');
    expect(choose(undefined, ['de-DE', 'pt-PT'], 'en')).toBe('pt-BR');
    expect(choose(undefined, null, 'pt_BR')).toBe('pt-BR');
    expect(choose('klingon', ['tlh'], 'vulcan')).toBe('en');
  });

  it('has the same placeholders in every language', () => {
    const placeholders = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort();
    for (const locale of LOCALES) {
      for (const [key, text] of Object.entries(WORDS.en)) {
        const translated = WORDS[locale][key as keyof typeof WORDS.en];
        expect(placeholders(translated), `${locale} ${key}`).toEqual(placeholders(text));
        expect(translated.trim(), `${locale} ${key}`).not.toBe('');
      }
    }
  });

  it('puts values into sentences, as text', () => {
    expect(translator('pt-BR')('typing', { name: 'Ana {name} $&' })).toBe('Ana {name} $& está digitando');
  });

  it('names days as people do', () => {
    const now = new Date(2026, 5, 17, 9);

    expect(dayName(new Date(2026, 5, 17, 0, 1), now, 'es')).toBe('Hoy');
    expect(dayName(new Date(2026, 5, 16, 23, 59), now, 'pt-BR')).toBe('Ontem');
    expect(dayName(new Date(2026, 5, 1), now, 'en')).toBe('Monday, June 1');
    expect(dayName(new Date(2025, 11, 31), now, 'en')).toContain('2025');
  });

  it('says when we are back', () => {
    const now = new Date(2026, 5, 17, 20);

    expect(backAt(new Date(2026, 5, 18, 9), now, 'en')).toMatch(/^tomorrow at 9:00\sAM$/);
    expect(backAt(new Date(2026, 5, 20, 9), now, 'pt-BR')).toMatch(/^sábado às 0?9:00$/);
    expect(backAt(new Date(2026, 6, 20, 9, 30), now, 'es')).toBe('20 de julio a las 9:30');
  });

  it('writes sizes in the language’s numbers', () => {
    expect([sizeOf(1_500, 'pt-BR'), sizeOf(41_943_040, 'en')]).toEqual(['1,5 KB', '40 MB']);
  });
});
