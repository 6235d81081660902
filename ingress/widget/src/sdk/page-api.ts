import type { ContactChanges } from '../shared/protocol';
import type { Options, Settings } from './settings';
import { emit, type Widget } from './widget';

type Attributes = Record<string, unknown>;

const KNOWN = ['name', 'email', 'phone_number', 'avatar_url', 'identifier_hash'] as const;

export interface User extends Attributes {
  name?: string;
  email?: string;
  phone_number?: string;
  avatar_url?: string;
  identifier_hash?: string;
}

/** What the user of a site is told to the hub as: known fields by name, all others as custom attributes. */
export function changesOf(identifier: string, user: User): ContactChanges {
  const changes: ContactChanges = { identifier };
  const custom: Attributes = {};
  for (const [name, value] of Object.entries(user)) {
    const known = KNOWN.find((field) => field === name);
    if (known) {
      if (typeof value === 'string' && value !== '') {
        changes[known] = value;
      }
    } else if (name === 'custom_attributes') {
      Object.assign(custom, value);
    } else if (value !== undefined) {
      custom[name] = value;
    }
  }
  return Object.keys(custom).length > 0 ? { ...changes, custom_attributes: custom } : changes;
}

function refuse(of: string, detail: string): void {
  console.warn(`Parley: ${of}: ${detail}`);
  emit('error', { of, problem: 'invalid-call', detail });
}

/** {@code window.$parley}, and {@code window.$chatwoot}: what a page can do with the widget on it. */
export class PageApi {
  readonly websiteToken: string;
  readonly baseUrl: string;
  user: User = {};
  identifier = '';
  hasLoaded = false;

  constructor(
    private readonly widget: Widget,
    options: Options,
    private readonly settings: Settings,
  ) {
    this.websiteToken = options.websiteToken;
    this.baseUrl = options.baseUrl;
    window.addEventListener('parley:ready', () => {
      this.hasLoaded = true;
    });
  }

  get isOpen(): boolean {
    return this.widget.isOpen;
  }

  get locale(): string | undefined {
    return this.settings.locale;
  }

  toggle(state?: 'open' | 'close'): void {
    this.widget.toggle(state === undefined ? undefined : state === 'open');
  }

  toggleBubbleVisibility(state: 'show' | 'hide'): void {
    this.widget.showBubble(state === 'show');
  }

  popoutChatWindow(): void {
    this.widget.popOut();
  }

  /** @param user with {@code identifier_hash}, the HMAC-SHA256 of the identifier with the inbox's key, it is a proof */
  setUser(identifier: string | number, user: User = {}): void {
    if (!['string', 'number'].includes(typeof identifier) || String(identifier) === '') {
      refuse('setUser', 'the identifier must be a string or a number');
      return;
    }
    this.identifier = String(identifier);
    this.user = user;
    const changes = changesOf(this.identifier, user);
    const told = JSON.stringify(changes);
    if (this.widget.visitor.told !== told) {
      this.widget.visitor.told = told;
      this.widget.contact(changes, 'setUser');
    }
  }

  setCustomAttributes(attributes: Attributes): void {
    this.attributes('setCustomAttributes', 'custom_attributes', attributes);
  }

  deleteCustomAttribute(name: string): void {
    this.attributes('deleteCustomAttribute', 'custom_attributes', { [name]: null });
  }

  setConversationCustomAttributes(attributes: Attributes): void {
    this.attributes('setConversationCustomAttributes', 'conversation_custom_attributes', attributes);
  }

  deleteConversationCustomAttribute(name: string): void {
    this.attributes('deleteConversationCustomAttribute', 'conversation_custom_attributes', { [name]: null });
  }

  /** Labels are the agents' here; kept so that a page that calls it goes on. */
  setLabel(label: string): void {
    refuse('setLabel', `labels are set by agents and rules; "${label}" was not set`);
  }

  removeLabel(label: string): void {
    refuse('removeLabel', `labels are set by agents and rules; "${label}" was not removed`);
  }

  setLocale(locale: string): void {
    this.settings.locale = locale;
    this.widget.change({ locale });
  }

  setColorScheme(scheme: 'auto' | 'light' | 'dark'): void {
    this.settings.darkMode = scheme;
    this.widget.change({ darkMode: scheme });
  }

  reset(): void {
    this.identifier = '';
    this.user = {};
    void this.widget.reset();
  }

  private attributes(of: string, kind: 'custom_attributes' | 'conversation_custom_attributes', attributes: unknown): void {
    if (typeof attributes !== 'object' || attributes === null || Array.isArray(attributes)) {
      refuse(of, 'the attributes must be an object');
      return;
    }
    this.widget.contact({ [kind]: attributes as Attributes }, of);
  }
}
