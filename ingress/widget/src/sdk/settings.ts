import type { Look } from '../shared/bridge';

/** What a page may set, in {@code window.parleySettings} or {@code window.chatwootSettings}, before or at {@code run}. */
export interface Settings extends Look {
  position?: 'left' | 'right';
  type?: 'standard' | 'expanded_bubble';
  launcherTitle?: string;
  hideMessageBubble?: boolean;
  /** Keeps the visitor over the subdomains of this domain, by a cookie. */
  baseDomain?: string;
  /** A colour for this page instead of the inbox's. */
  widgetColor?: string;
}

export interface Options {
  websiteToken: string;
  baseUrl: string;
}

const LOOK: (keyof Look)[] = [
  'locale',
  'useBrowserLanguage',
  'darkMode',
  'welcomeTitle',
  'welcomeDescription',
  'availableMessage',
  'unavailableMessage',
  'enableFileUpload',
  'enableEmojiPicker',
  'enableEndConversation',
  'showPopoutButton',
];

/** The part that the panel is told: plain values only, because a page may have put anything there. */
export function lookOf(settings: Settings): Look {
  return Object.fromEntries(
    LOOK.map((name) => [name, settings[name]] as const).filter(([, value]) => ['string', 'boolean'].includes(typeof value)),
  );
}
