/** What concerns the page and nobody else: theme, language, panels, passing words. */
import { useMediaQuery, useStorage } from '@vueuse/core';
import { defineStore } from 'pinia';
import { computed, ref, watchEffect } from 'vue';
import { setLocale, type Locale } from '@/i18n';

export type Theme = 'system' | 'light' | 'dark';

export interface Toast {
  id: number;
  text: string;
  kind: 'info' | 'bad';
  action?: { label: string; run: () => void };
}

const TOAST_LASTS = 6_000;

export const useUi = defineStore('ui', () => {
  const theme = useStorage<Theme>('parley.theme', 'system');
  const locale = useStorage<Locale | ''>('parley.locale', '');
  const sendWith = useStorage<'enter' | 'ctrl-enter'>('parley.send-with', 'enter');
  const contactOpen = useStorage('parley.contact-open', true);
  const sidePanel = useStorage<'contact' | 'assist'>('parley.side-panel', 'contact');
  const sound = useStorage('parley.sound', true);
  const browserNotifications = useStorage('parley.browser-notifications', false);
  const notifyAbout = useStorage<'mine' | 'all'>('parley.notify-about', 'mine');

  const prefersDark = useMediaQuery('(prefers-color-scheme: dark)');
  const isPhone = useMediaQuery('(max-width: 767px)');
  const isNarrow = useMediaQuery('(max-width: 1023px)');
  const isMedium = useMediaQuery('(max-width: 1279px)');

  const dark = computed(() => theme.value === 'dark' || (theme.value === 'system' && prefersDark.value));
  watchEffect(() => { document.documentElement.dataset.theme = dark.value ? 'dark' : 'light'; });
  watchEffect(() => { void setLocale(locale.value); });

  const live = ref(true);
  /** Where somebody is, for the browser's tab. */
  const place = ref('');
  const sidebarOpen = ref(false);
  const paletteOpen = ref(false);
  const keysOpen = ref(false);
  const searchOpen = ref(false);
  /** What the search begins with. */
  const searchWords = ref('');
  /** Over the thread, where there is no room beside it. */
  const contactDrawerOpen = ref(false);

  function search(words = ''): void {
    searchWords.value = words;
    searchOpen.value = true;
  }

  const toasts = ref<Toast[]>([]);
  let lastToast = 0;

  function say(text: string, kind: Toast['kind'] = 'info', action?: Toast['action']): void {
    const id = ++lastToast;
    toasts.value = [...toasts.value.slice(-3), { id, text, kind, action }];
    passSoon();
  }

  let passing: ReturnType<typeof setTimeout>[] = [];

  /** None goes while somebody is at one of them; after that all have their time once more. */
  function hold(): void {
    passing.forEach(clearTimeout);
    passing = [];
  }

  function passSoon(): void {
    hold();
    passing = toasts.value.map(({ id }) => setTimeout(() => dismiss(id), TOAST_LASTS));
  }

  function dismiss(id: number): void {
    toasts.value = toasts.value.filter((toast) => toast.id !== id);
  }

  /** Does it, and says what went wrong when it does. */
  async function attempt<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (failure) {
      if (failure instanceof Error && failure.name !== 'AbortError' && failure.message !== 'signed out') {
        say(failure.message, 'bad');
      }
      return undefined;
    }
  }

  return {
    theme, locale, sendWith, contactOpen, sidePanel, sound, browserNotifications, notifyAbout, dark, isPhone, isNarrow, isMedium,
    live, place, sidebarOpen, paletteOpen, keysOpen, searchOpen, searchWords, search, contactDrawerOpen, toasts, say, hold, passSoon, dismiss, attempt,
  };
});
