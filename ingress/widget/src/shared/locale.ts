export const LOCALES = ['en', 'pt-BR', 'es'] as const;
export type Locale = (typeof LOCALES)[number];

/** The language we have for a tag like {@code pt_BR}, {@code pt} or {@code es-MX}; null for one we do not have. */
export function match(tag: string | null | undefined): Locale | null {
  const language = tag?.toLowerCase().split(/[-_]/)[0];
  return LOCALES.find((locale) => locale.toLowerCase().split('-')[0] === language) ?? null;
}

/** What the page chose, else the browser's where the page wants that, else the inbox's, else English. */
export function choose(chosen: string | undefined, browser: readonly string[] | null, inbox: string): Locale {
  const candidates = [chosen, ...(browser ?? []), inbox];
  for (const candidate of candidates) {
    const locale = match(candidate);
    if (locale) {
      return locale;
    }
  }
  return 'en';
}
