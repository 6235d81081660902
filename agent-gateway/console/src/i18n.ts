/** The console's languages; English comes along, the others when they are wanted. */
import { createI18n, type useI18n } from 'vue-i18n';
import en from './locales/en';

export type Locale = 'en' | 'pt-BR' | 'es';
export type Words = typeof en;

export const LOCALES: Record<Locale, string> = { en: 'English', 'pt-BR': 'Português (Brasil)', es: 'Español' };

export const i18n = createI18n({ legacy: false, locale: 'en', fallbackLocale: 'en', messages: { en } as Record<string, Words> });

/** For what is no component. */
export const translate = i18n.global.t as ReturnType<typeof useI18n>['t'];

const load: Record<Exclude<Locale, 'en'>, () => Promise<{ default: Words }>> = {
  'pt-BR': () => import('./locales/pt-BR'),
  es: () => import('./locales/es'),
};

/** @param chosen empty for what the browser prefers */
export async function setLocale(chosen: Locale | ''): Promise<void> {
  const locale = chosen || preferred(navigator.languages ?? []);
  if (locale !== 'en') {
    i18n.global.setLocaleMessage(locale, (await load[locale]()).default);
  }
  (i18n.global.locale as unknown as { value: string }).value = locale;
  document.documentElement.lang = locale;
}

export function preferred(languages: readonly string[]): Locale {
  for (const language of languages) {
    const base = language.toLowerCase().split('-')[0];
    if (base === 'pt') {
      return 'pt-BR';
    }
    if (base === 'es' || base === 'en') {
      return base;
    }
  }
  return 'en';
}
