import { batch, computed, effect, signal } from '@preact/signals';

import type { FromPage, FromPanel, Look } from '../shared/bridge';
import { Backoff } from '../shared/backoff';
import { choose } from '../shared/locale';
import type {
  Config,
  ContactChanges,
  Conversation,
  ConversationStatus,
  Frame,
  Message,
  Overview,
  Page,
  Person,
  Session,
} from '../shared/protocol';
import { Refused } from '../shared/session';
import { Api } from './api';
import { Connection, type LinkState } from './connection';
import { translator } from './i18n';
import { Outbox, type Outgoing } from './outbox';
import type { OutboxStore, Pending } from './outbox-store';
import { Receipts } from './receipts';
import { chime } from './sound';
import type { Open } from './transport';

export interface Surroundings {
  baseUrl: string;
  store: OutboxStore;
  ways: Open[];
  /** Tells the page around the panel. */
  tell(message: FromPanel): void;
}

const TYPING_LASTS = 30_000;

/** All that the panel shows, and all that it can do. */
export class Chat {
  readonly config = signal<Config | null>(null);
  readonly look = signal<Look>({});
  readonly open = signal(false);
  readonly mobile = signal(false);
  readonly popup = signal(false);
  readonly link = signal<LinkState>('connecting');
  readonly loaded = signal(false);
  readonly messages = signal<Message[]>([]);
  readonly more = signal(false);
  readonly conversation = signal<Conversation | null>(null);
  readonly contact = signal<Overview['contact']>(null);
  readonly agents = signal<Overview['agents']>([]);
  readonly typist = signal<Person | null>(null);
  readonly sound = signal(localSetting('sound') !== 'off');
  /** Since the visitor asked for it, a new conversation is begun although the last one has ended. */
  readonly restarted = signal(false);

  readonly locale = computed(() => {
    const { locale, useBrowserLanguage } = this.look.value;
    return choose(locale, useBrowserLanguage ? navigator.languages : null, this.config.value?.locale ?? 'en');
  });
  readonly words = computed(() => translator(this.locale.value));
  readonly ended = computed(() => this.conversation.value?.status === 'resolved');
  readonly unread = computed(() => this.messages.value.filter((it) => isUnread(it)).length + this.olderUnread.value);
  /** What is not in the history yet. */
  readonly waiting = computed<Outgoing[]>(() => this.outbox.items.value);

  private readonly olderUnread = signal(0);
  private readonly inView = signal(document.visibilityState === 'visible');
  private readonly api: Api;
  private readonly connection: Connection;
  readonly outbox: Outbox;
  private readonly receipts: Receipts;
  private session: Session = { token: '', source_id: '', known: false };
  private page: Page | null = null;
  private renewing: { promise: Promise<void>; done: () => void } | null = null;
  private generation = 0;
  private typingTimer: ReturnType<typeof setTimeout> | undefined;
  private contactCalls: Promise<unknown> = Promise.resolve();

  constructor(private readonly around: Surroundings) {
    this.api = new Api(around.baseUrl, () => this.session.token);
    this.receipts = new Receipts((kind, ids) => this.api.receipts(kind, ids));
    this.outbox = new Outbox(around.store, {
      upload: async (item: Pending, progress) => {
        if (!item.file) {
          throw new Refused(400, 'no-file', 'there is no file');
        }
        return (await this.api.upload(item.file, progress)).upload;
      },
      send: (item) => this.api.send(item, this.page),
      renew: () => this.renew(),
    });
    this.connection = new Connection(around.ways, () => this.session.token, {
      frame: (frame) => this.on(frame),
      state: (state) => {
        this.link.value = state;
      },
      unauthorized: () => this.renew(),
    });
  }

  /** Watches the browser: network, visibility, and what follows from them. */
  watch(): void {
    window.addEventListener('online', () => this.connection.wake());
    window.addEventListener('offline', () => this.connection.sleep());
    document.addEventListener('visibilitychange', () => {
      this.inView.value = document.visibilityState === 'visible';
      if (this.inView.value) {
        this.connection.wake();
      }
    });
    effect(() => this.markSeen());
    effect(() => this.tellUnread());
  }

  // --- the page ------------------------------------------------------------------------------------------------------

  async heard(message: FromPage): Promise<void> {
    switch (message.type) {
      case 'init':
        batch(() => {
          this.config.value = message.config;
          this.look.value = message.look;
          this.open.value = message.open;
          this.mobile.value = message.mobile;
          this.popup.value = message.popup;
        });
        this.page = message.page;
        this.around.tell({ type: 'ready' });
        await this.begin(message.session, true);
        break;
      case 'session':
        this.renewing?.done();
        await this.begin(message.session, this.session.source_id === message.session.source_id || this.wasLost);
        break;
      case 'config':
        this.config.value = message.config;
        break;
      case 'look':
        this.look.value = { ...this.look.value, ...message.look };
        break;
      case 'page':
        this.page = message.page;
        this.connection.page = message.page;
        this.connection.send({ type: 'page', page: message.page });
        break;
      case 'visible':
        batch(() => {
          this.open.value = message.open;
          this.mobile.value = message.mobile;
        });
        break;
      case 'contact':
        await this.changeContact(message.changes, message.of).catch(() => undefined);
        break;
    }
  }

  close(): void {
    this.around.tell({ type: 'close' });
  }

  popOut(): void {
    this.around.tell({ type: 'popout' });
  }

  // --- the visitor ---------------------------------------------------------------------------------------------------

  /** Whether it was taken: words, a file or both. */
  async write(content: string, file?: File): Promise<void> {
    if (this.messages.value.length === 0 && this.waiting.value.length === 0) {
      this.around.tell({ type: 'event', name: 'on-start-conversation', detail: { hasConversation: false } });
    }
    this.restarted.value = false;
    await this.outbox.add(content === '' ? null : content, file);
  }

  typing(on: boolean): void {
    this.connection.send({ type: 'typing', on });
  }

  async end(): Promise<void> {
    await this.api.end();
    const conversation = this.conversation.value;
    if (conversation) {
      this.conversation.value = { ...conversation, status: 'resolved' };
    }
  }

  async loadEarlier(): Promise<void> {
    const first = this.messages.value[0];
    const page = await this.api.messages(first ? first.id : null);
    batch(() => {
      this.put(page.messages);
      this.more.value = page.more;
    });
  }

  /** One at a time: a hash answers with another token, which the next call must carry. */
  changeContact(changes: ContactChanges, of: string): Promise<void> {
    const call = this.contactCalls.then(() => this.patchContact(changes, of));
    this.contactCalls = call.catch(() => undefined);
    return call;
  }

  toggleSound(): void {
    this.sound.value = !this.sound.value;
    keepSetting('sound', this.sound.value ? 'on' : 'off');
    if (this.sound.value) {
      chime();
    }
  }

  private async patchContact(changes: ContactChanges, of: string): Promise<void> {
    const backoff = new Backoff();
    for (;;) {
      try {
        const identity = await this.api.contact(changes);
        if (identity.changed) {
          this.around.tell({ type: 'session', token: identity.token });
          await this.begin({ token: identity.token, source_id: identity.source_id, known: true }, true);
        } else {
          this.session = { ...this.session, token: identity.token };
        }
        return;
      } catch (failure) {
        const refused = failure instanceof Refused ? failure : new Refused(0, 'unexpected', String(failure));
        if (refused.status === 401 && refused.problem === 'visitor-token-invalid') {
          await this.renew();
        } else if (!refused.passing) {
          this.around.tell({ type: 'error', problem: refused.problem, detail: refused.message, of });
          throw refused;
        }
        await new Promise((resolve) => setTimeout(resolve, refused.retryAfter ?? backoff.next()));
      }
    }
  }

  // --- the session and its history -----------------------------------------------------------------------------------

  private wasLost = false;

  /** The page asks the hub for another token; all who need it wait for the same answer. */
  private renew(): Promise<void> {
    if (!this.renewing) {
      let done = () => {};
      const promise = new Promise<void>((resolve) => {
        done = resolve;
      });
      this.renewing = {
        promise,
        done: () => {
          this.renewing = null;
          done();
        },
      };
      this.wasLost = true;
      this.around.tell({ type: 'session-lost' });
    }
    return this.renewing.promise;
  }

  private async begin(session: Session, keepOutbox: boolean): Promise<void> {
    const another = session.source_id !== this.session.source_id;
    const first = this.session.source_id === '';
    this.session = session;
    this.wasLost = false;
    if (!another) {
      this.connection.wake();
      return;
    }
    const generation = ++this.generation;
    this.connection.stop();
    batch(() => {
      this.messages.value = [];
      this.more.value = false;
      this.olderUnread.value = 0;
      this.conversation.value = null;
      this.contact.value = null;
      this.typist.value = null;
      this.loaded.value = false;
    });
    await (first ? this.outbox.open(session.source_id) : this.outbox.move(session.source_id, keepOutbox));
    const cursor = await this.load(generation);
    if (generation === this.generation) {
      this.connection.page = this.page;
      this.connection.start(cursor);
    }
  }

  /** Reads the newest of the history, trying until it works or another session begins; gives the cursor to stream after. */
  private async load(generation: number): Promise<string | null> {
    const backoff = new Backoff();
    while (generation === this.generation) {
      try {
        const overview = await this.api.overview();
        const page = await this.api.messages(null);
        if (generation === this.generation) {
          batch(() => {
            // What streamed in meanwhile stays; what is older may have a gap after it, and is read again when asked for.
            const first = page.messages[0]?.id ?? 0;
            this.messages.value = this.messages.value.filter((message) => message.id >= first);
            this.put(page.messages);
            this.more.value = page.more;
            this.take(overview);
            const shown = page.messages.filter((message) => isUnread(message)).length;
            this.olderUnread.value = Math.max(0, (overview.conversation?.unread_count ?? 0) - shown);
            this.loaded.value = true;
          });
        }
        return overview.cursor;
      } catch (failure) {
        this.link.value = 'offline';
        if (failure instanceof Refused && failure.status === 401) {
          await this.renew();
        }
        const asked = failure instanceof Refused ? failure.retryAfter : null;
        await new Promise((resolve) => setTimeout(resolve, asked ?? backoff.next()));
      }
    }
    return null;
  }

  private take(overview: Overview): void {
    this.conversation.value = overview.conversation;
    this.contact.value = overview.contact;
    this.agents.value = overview.agents;
  }

  private refresh(): void {
    const generation = this.generation;
    void this.api.overview().then(
      (overview) => {
        if (generation === this.generation) {
          batch(() => this.take(overview));
        }
      },
      () => undefined,
    );
  }

  /** Puts messages in by their id, which is their order; the ones that are there are replaced. */
  private put(messages: Message[]): void {
    const byId = new Map(this.messages.value.map((message) => [message.id, message]));
    for (const message of messages) {
      const known = byId.get(message.id);
      // Receipts only grow: what was seen here stays seen, whatever older news says.
      byId.set(message.id, known?.status === 'read' ? { ...message, status: 'read' } : message);
    }
    this.messages.value = [...byId.values()].sort((a, b) => a.id - b.id);
    this.outbox.settle(new Set(messages.flatMap((message) => message.echo_id ?? [])));
  }

  // --- what the hub tells --------------------------------------------------------------------------------------------

  private on(frame: Frame): void {
    switch (frame.type) {
      case 'hello':
        this.outbox.wake();
        this.receipts.flush();
        break;
      case 'reset':
      case 'contact.merged': // what was said before the visitor had a name is theirs now
        void this.load(this.generation);
        break;
      case 'message.created':
        this.created(frame.data as Message);
        break;
      case 'message.updated':
        this.put([frame.data as Message]);
        break;
      case 'messages.read':
        this.read(new Set((frame.data as { echo_ids: string[] }).echo_ids));
        break;
      case 'conversation.status_changed':
        this.statusChanged(frame.data as { id: number; status: ConversationStatus });
        break;
      case 'conversation.assigned': {
        const { id, assignee } = frame.data as { id: number; assignee: Person | null };
        const conversation = this.conversation.value;
        if (conversation?.id === id) {
          this.conversation.value = { ...conversation, assignee };
        }
        break;
      }
      case 'conversation.typing_on':
        this.typist.value = frame.data as Person;
        clearTimeout(this.typingTimer);
        this.typingTimer = setTimeout(() => {
          this.typist.value = null;
        }, TYPING_LASTS);
        break;
      case 'conversation.typing_off':
        this.typist.value = null;
        break;
    }
  }

  private created(message: Message): void {
    const known = this.messages.value.some((other) => other.id === message.id);
    batch(() => {
      this.put([message]);
      if (message.direction === 'outgoing') {
        this.typist.value = null;
      }
    });
    if (known) {
      return;
    }
    if (this.conversation.value?.id !== message.conversation_id) {
      this.conversation.value = { id: message.conversation_id, status: 'open', assignee: null, unread_count: 0 };
      this.refresh();
    }
    if (message.direction === 'outgoing') {
      this.receipts.add('delivered', [message.id]);
      if (this.sound.value && !(this.open.value && document.hasFocus())) {
        chime();
      }
    }
    this.around.tell({ type: 'event', name: 'on-message', detail: message });
  }

  private read(echoIds: ReadonlySet<string>): void {
    this.messages.value = this.messages.value.map((message) =>
      message.echo_id !== null && echoIds.has(message.echo_id) ? { ...message, status: 'read' } : message,
    );
  }

  private statusChanged({ id, status }: { id: number; status: ConversationStatus }): void {
    const conversation = this.conversation.value;
    if (conversation?.id === id) {
      this.conversation.value = { ...conversation, status };
    } else {
      this.refresh();
    }
  }

  // --- what follows --------------------------------------------------------------------------------------------------

  private markSeen(): void {
    const unread = this.messages.value.filter((message) => isUnread(message));
    if (this.open.value && this.inView.value && (unread.length > 0 || this.olderUnread.value > 0)) {
      const ids = new Set(unread.map((message) => message.id));
      batch(() => {
        this.olderUnread.value = 0;
        this.messages.value = this.messages.value.map((it) => (ids.has(it.id) ? { ...it, status: 'read' } : it));
      });
      this.receipts.add('seen', [...ids]);
    }
  }

  private tellUnread(): void {
    const count = this.unread.value;
    const words = this.words.value;
    const label = count === 1 ? words('unread_one') : words('unread_many', { count });
    const last = this.messages.value.filter((message) => isUnread(message)).pop();
    const name = last?.sender?.name ?? this.config.value?.website_name ?? '';
    const text = last?.content ?? last?.attachments[0]?.file_name ?? '';
    const preview = last ? { name, text: text.slice(0, 200), avatar: last.sender?.avatar_url ?? null } : null;
    if (this.config.value) {
      this.around.tell({ type: 'unread', count, label, preview });
      this.around.tell({ type: 'labels', open: words('open'), close: words('close'), title: words('title') });
    }
  }
}

function isUnread(message: Message): boolean {
  return message.direction === 'outgoing' && message.status !== 'read' && !message.deleted;
}

function localSetting(name: string): string | null {
  try {
    return localStorage.getItem(`parley.${name}`);
  } catch {
    return null;
  }
}

function keepSetting(name: string, value: string): void {
  try {
    localStorage.setItem(`parley.${name}`, value);
  } catch {
    // Without storage a setting lasts as long as the page.
  }
}
