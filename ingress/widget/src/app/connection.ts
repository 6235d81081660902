import { Backoff } from '../shared/backoff';
import type { Frame, Page } from '../shared/protocol';
import type { Open, Transport } from './transport';

export type LinkState = 'connecting' | 'online' | 'offline';

export interface ConnectionEvents {
  frame(frame: Frame): void;
  state(state: LinkState): void;
  /** The token is no good: resolves once there is another. */
  unauthorized(): Promise<void>;
}

const PING = 25_000;
const SILENCE = 60_000;
const HELLO = 15_000;
/** After so many failures of a way that never worked, the next is tried. */
const TRIES = 2;

/** Keeps a stream open: comes back after every cut with the id of the last frame that was handled, so that nothing is missed. */
export class Connection {
  cursor: string | null = null;
  page: Page | null = null;

  private transport: Transport | null = null;
  private way = 0;
  private triesOfWay = 0;
  private worked = false;
  private heard = 0;
  private wanted = false;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private watch: ReturnType<typeof setInterval> | undefined;

  constructor(
    private readonly ways: Open[],
    private readonly token: () => string,
    private readonly on: ConnectionEvents,
    private readonly backoff = new Backoff(),
  ) {}

  /** Opens the stream, anew when it is open, after the given cursor. */
  start(cursor: string | null): void {
    this.stop();
    this.cursor = cursor;
    this.wanted = true;
    this.open();
  }

  stop(): void {
    this.wanted = false;
    this.drop();
  }

  /** Tries at once: the network is back, or the visitor has come back to the page. */
  wake(): void {
    if (!this.wanted) {
      return;
    }
    if (!this.transport) {
      clearTimeout(this.retry);
      this.backoff.reset();
      this.open();
    } else if (this.worked) {
      this.send({ type: 'ping' });
    }
  }

  /** The network says that it is gone; a socket would notice late. */
  sleep(): void {
    if (this.wanted) {
      this.drop();
      this.on.state('offline');
      this.later();
    }
  }

  send(frame: Record<string, unknown>): boolean {
    return this.worked && (this.transport?.send(frame) ?? false);
  }

  private drop(): void {
    clearTimeout(this.retry);
    clearInterval(this.watch);
    this.transport?.close();
    this.transport = null;
    this.worked = false;
  }

  private open(): void {
    const open = this.ways[this.way % this.ways.length];
    if (!open) {
      return;
    }
    this.on.state('connecting');
    this.heard = Date.now();
    const opened: Transport = open(
      { token: this.token(), after: this.cursor, page: this.page },
      {
        alive: () => {
          this.heard = Date.now();
        },
        frame: (frame) => this.received(frame),
        closed: (code) => {
          if (this.transport === opened) {
            this.closed(code);
          }
        },
      },
    );
    this.transport = opened;
    this.watch = setInterval(() => this.check(), 5_000);
  }

  private received(frame: Frame): void {
    if (frame.type === 'hello') {
      this.worked = true;
      this.triesOfWay = 0;
      this.on.state('online');
    }
    if (frame.type === 'caught-up') {
      this.backoff.reset();
    }
    this.on.frame(frame);
    // Only now: a frame that could not be handled comes again after the next cut.
    if (frame.id) {
      this.cursor = frame.id;
    }
  }

  private check(): void {
    const silent = Date.now() - this.heard;
    if (silent > (this.worked ? SILENCE : HELLO)) {
      this.closed(1006);
    } else if (this.worked && silent > PING) {
      this.send({ type: 'ping' });
    }
  }

  private closed(code: number): void {
    if (!this.worked && code !== 4401 && ++this.triesOfWay >= TRIES) {
      this.way++;
      this.triesOfWay = 0;
    }
    this.drop();
    this.on.state('offline');
    if (!this.wanted) {
      return;
    }
    if (code === 4401) {
      void this.on.unauthorized().then(
        () => this.later(),
        () => this.later(),
      );
    } else {
      this.later();
    }
  }

  private later(): void {
    clearTimeout(this.retry);
    this.retry = setTimeout(() => {
      if (this.wanted && !this.transport) {
        this.open();
      }
    }, this.backoff.next());
  }
}
