import type { Pending } from '../app/outbox-store';
import type { Config, ContactChanges, Page, Session } from './protocol';

/** Settings of a page that the panel needs; what is absent is as the inbox has it. */
export interface Look {
  locale?: string;
  useBrowserLanguage?: boolean;
  darkMode?: 'light' | 'dark' | 'auto';
  welcomeTitle?: string;
  welcomeDescription?: string;
  availableMessage?: string;
  unavailableMessage?: string;
  enableFileUpload?: boolean;
  enableEmojiPicker?: boolean;
  enableEndConversation?: boolean;
  showPopoutButton?: boolean;
}

/** What the panel tells the page around it. */
export type FromPanel =
  | { type: 'loaded' }
  | { type: 'ready' }
  | { type: 'close' }
  | { type: 'popout' }
  | { type: 'unread'; count: number; label: string; preview: { name: string; text: string; avatar: string | null } | null }
  | { type: 'labels'; open: string; close: string; title: string }
  | { type: 'session'; token: string }
  | { type: 'session-lost' }
  | { type: 'config-stale' }
  | { type: 'unsent'; words: Pending[] }
  | { type: 'event'; name: string; detail: unknown }
  | { type: 'error'; problem: string; detail: string; of: string };

/** What the page tells the panel. */
export type FromPage =
  | {
      type: 'init';
      config: Config;
      session: Session;
      look: Look;
      page: Page;
      open: boolean;
      mobile: boolean;
      popup: boolean;
      unsent?: Pending[];
    }
  | { type: 'session'; session: Session }
  | { type: 'config'; config: Config }
  | { type: 'look'; look: Look }
  | { type: 'page'; page: Page }
  | { type: 'visible'; open: boolean; mobile: boolean }
  | { type: 'contact'; changes: ContactChanges; of: string };

const MARK = 'parley-widget';

/** Sends to one window of one origin. */
export function post(target: Window, origin: string, message: FromPanel | FromPage): void {
  target.postMessage({ [MARK]: message }, origin);
}

/** The message in an event, when it is one of ours. Who sent it is the caller's to check. */
export function unpack(data: unknown): FromPanel | FromPage | null {
  if (typeof data !== 'object' || data === null) {
    return null;
  }
  const message = (data as Record<string, unknown>)[MARK];
  return typeof message === 'object' && message !== null && typeof (message as { type?: unknown }).type === 'string'
    ? (message as FromPanel | FromPage)
    : null;
}
