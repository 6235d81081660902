import { type FromPage, type FromPanel, post, unpack } from '../shared/bridge';
import { Backoff } from '../shared/backoff';
import type { Config, ContactChanges, Page, Session } from '../shared/protocol';
import { fetchConfig, openSession, Refused } from '../shared/session';
import { Launcher } from './launcher';
import { lookOf, type Options, type Settings } from './settings';
import { Visitor } from './visitor';

/** Tells the page: once under our name, once under the one that existing pages listen to. */
export function emit(name: string, detail?: unknown): void {
  for (const prefix of ['parley', 'chatwoot']) {
    window.dispatchEvent(new CustomEvent(`${prefix}:${name}`, { detail }));
  }
}

const CONFIG_LASTS = 5 * 60_000;

function pageNow(): Page {
  return { url: location.href.slice(0, 2_000), title: document.title.slice(0, 200), referrer: document.referrer.slice(0, 2_000) };
}

/** The widget on a page: fetches what the inbox says, keeps the visitor's token, shows the panel and talks to it. */
export class Widget {
  readonly visitor: Visitor;
  isOpen = false;

  private readonly launcher: Launcher;
  private readonly origin: string;
  private config: Config | null = null;
  private configAt = 0;
  private session: Session | null = null;
  private panels = new Map<Window, boolean>();
  private ready = false;
  private queue: FromPage[] = [];
  private url = location.href;

  constructor(
    private readonly options: Options,
    private settings: Settings,
  ) {
    this.origin = new URL(options.baseUrl, location.href).origin;
    this.visitor = new Visitor(options.websiteToken, settings.baseDomain);
    this.launcher = new Launcher({
      toggle: () => this.toggle(),
      phone: () => this.tell({ type: 'visible', open: this.isOpen, mobile: this.launcher.phone }),
    });
  }

  async start(): Promise<void> {
    try {
      this.config = await this.persist(() => fetchConfig(this.options.baseUrl, this.options.websiteToken));
      this.configAt = Date.now();
      await this.openSession();
    } catch (failure) {
      const { problem, message, status } = failure as Refused;
      console.warn(`Parley: the chat cannot be shown here: ${message} (${problem})`);
      emit('error', { problem, message, status });
      return;
    }
    window.addEventListener('message', (event) => this.heard(event));
    window.addEventListener('popstate', () => this.pageChanged());
    this.show();
  }

  toggle(open = !this.isOpen): void {
    if (open === this.isOpen || !this.config) {
      return;
    }
    this.isOpen = open;
    this.launcher.show(open);
    this.pageChanged();
    this.tell({ type: 'visible', open, mobile: this.launcher.phone });
    emit(open ? 'opened' : 'closed');
    if (open && Date.now() - this.configAt > CONFIG_LASTS) {
      void this.refreshConfig();
    }
  }

  showBubble(shown: boolean): void {
    this.settings = { ...this.settings, hideMessageBubble: !shown };
    this.launcher.showBubble(shown);
  }

  popOut(): void {
    const address = `${this.options.baseUrl}/widget?website_token=${encodeURIComponent(this.options.websiteToken)}`;
    const popup = window.open(address, 'parley-chat', 'width=420,height=720,resizable');
    if (popup) {
      this.panels.set(popup, true);
      this.toggle(false);
    }
  }

  change(settings: Partial<Settings>): void {
    this.settings = { ...this.settings, ...settings };
    this.launcher.colour(this.settings.darkMode ?? 'auto');
    this.tell({ type: 'look', look: lookOf(this.settings) });
  }

  contact(changes: ContactChanges, of: string): void {
    this.tell({ type: 'contact', changes, of });
  }

  /** Forgets the visitor; the next message is a stranger's. */
  async reset(): Promise<void> {
    this.toggle(false);
    this.visitor.token = null;
    this.visitor.told = null;
    await this.renew(null);
  }

  private show(): void {
    const config = this.config;
    if (!config) {
      return;
    }
    this.launcher.colour(this.settings.darkMode ?? 'auto');
    this.launcher.frame.src = `${this.options.baseUrl}/widget?website_token=${encodeURIComponent(this.options.websiteToken)}`;
    this.launcher.mount({
      colour: this.settings.widgetColor ?? config.widget_color,
      position: this.settings.position ?? config.position,
      expanded: this.settings.type === 'expanded_bubble',
      title: this.settings.launcherTitle ?? '',
      hidden: this.settings.hideMessageBubble ?? false,
    });
  }

  // --- the panel -----------------------------------------------------------------------------------------------------

  private heard(event: MessageEvent): void {
    const source = event.source as Window | null;
    const fromFrame = source !== null && source === this.launcher.frame.contentWindow;
    if (event.origin !== this.origin || source === null || !(fromFrame || this.panels.has(source))) {
      return;
    }
    const message = unpack(event.data) as FromPanel | null;
    if (message) {
      this.on(message, source, fromFrame);
    }
  }

  private on(message: FromPanel, source: Window, fromFrame: boolean): void {
    switch (message.type) {
      case 'loaded':
        this.introduce(source, !fromFrame);
        break;
      case 'ready':
        if (fromFrame && !this.ready) {
          this.ready = true;
          this.queue.splice(0).forEach((waiting) => this.tell(waiting));
          emit('ready');
        }
        break;
      case 'close':
        if (fromFrame) {
          this.toggle(false);
        } else {
          source.close();
        }
        break;
      case 'popout':
        this.popOut();
        break;
      case 'unread':
        if (fromFrame) {
          this.launcher.unread(message.count, message.label, message.preview);
          emit('unread-count-changed', { count: message.count });
        }
        break;
      case 'labels':
        this.launcher.name(message);
        break;
      case 'session':
        if (this.session) {
          this.session = { ...this.session, token: message.token, known: true };
        }
        this.visitor.token = message.token;
        break;
      case 'session-lost':
        this.visitor.told = null;
        void this.renew(this.visitor.token);
        break;
      case 'event':
        if (fromFrame) {
          emit(message.name, message.detail);
        }
        break;
      case 'error':
        if (message.of === 'setUser') {
          this.visitor.told = null;
        }
        console.warn(`Parley: ${message.of} was refused: ${message.detail} (${message.problem})`);
        emit('error', message);
        break;
      case 'unsent':
        if (fromFrame) {
          this.visitor.unsent = message.words;
        }
        break;
      case 'config-stale':
        void this.refreshConfig();
        break;
    }
  }

  private introduce(panel: Window, popup: boolean): void {
    const { config, session } = this;
    if (config && session) {
      this.panels.set(panel, popup);
      post(panel, this.origin, {
        type: 'init',
        config: this.settings.widgetColor ? { ...config, widget_color: this.settings.widgetColor } : config,
        session,
        look: lookOf(this.settings),
        page: pageNow(),
        open: popup || this.isOpen,
        mobile: !popup && this.launcher.phone,
        popup,
        ...(!popup && { unsent: this.visitor.unsent }),
      });
    }
  }

  private tell(message: FromPage): void {
    // All else is in the panel's first message; what is to be done waits for it.
    if (!this.ready && message.type === 'contact') {
      this.queue.push(message);
      return;
    }
    for (const [panel, popup] of this.panels) {
      if (panel.closed) {
        this.panels.delete(panel);
      } else if (!popup || (message.type !== 'visible' && message.type !== 'contact')) {
        post(panel, this.origin, message);
      }
    }
  }

  private pageChanged(): void {
    if (location.href !== this.url) {
      this.url = location.href;
      this.tell({ type: 'page', page: pageNow() });
    }
  }

  // --- the hub -------------------------------------------------------------------------------------------------------

  private async openSession(token = this.visitor.token): Promise<Session> {
    const { baseUrl, websiteToken } = this.options;
    const session = await this.persist(() => openSession(baseUrl, websiteToken, token, this.settings.locale, pageNow()));
    if (!session.known) {
      this.visitor.told = null;
    }
    this.session = session;
    this.visitor.token = session.token;
    return session;
  }

  private async renew(token: string | null): Promise<void> {
    try {
      this.tell({ type: 'session', session: await this.openSession(token) });
    } catch (failure) {
      emit('error', { problem: (failure as Refused).problem, message: (failure as Refused).message });
    }
  }

  private async refreshConfig(): Promise<void> {
    try {
      this.config = await fetchConfig(this.options.baseUrl, this.options.websiteToken);
      this.configAt = Date.now();
      this.tell({ type: 'config', config: this.config });
    } catch {
      // What we have will do until the next time.
    }
  }

  /** Again until it succeeds or is refused for good; the page may have been opened without a network. */
  private async persist<T>(what: () => Promise<T>): Promise<T> {
    const backoff = new Backoff(1_000, 60_000);
    for (;;) {
      try {
        return await what();
      } catch (failure) {
        if (!(failure instanceof Refused) || !failure.passing) {
          throw failure;
        }
        await new Promise((resolve) => setTimeout(resolve, failure.retryAfter ?? backoff.next()));
      }
    }
  }
}
