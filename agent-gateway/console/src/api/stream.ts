/** The agents' stream: frames since a cursor, then live ones; comes back by itself, with its cursor. */

export interface Frame {
  id?: string;
  type: string;
  data?: unknown;
}

export interface StreamListener {
  frame(frame: Frame): void;
  /** What is shown may be stale beyond what the stream can mend: fetch again. */
  reset(): void;
  live(live: boolean): void;
}

const FIRST_WAIT = 400;
const LONGEST_WAIT = 15_000;
/** Of a line that has not said yet how long it may be silent. */
const FIRST_SILENCE = 20_000;

export class Stream {
  private socket: WebSocket | null = null;
  private cursor: string | null = null;
  private tries = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private silence = FIRST_SILENCE;
  private silent: ReturnType<typeof setTimeout> | undefined;
  private closed = false;
  private readonly wake = () => this.comeBackNow();
  private readonly cut = () => this.giveUp();

  constructor(
    private readonly url: (cursor: string | null) => URL | string,
    private readonly listener: StreamListener,
    private readonly open: (url: URL | string) => WebSocket = (url) => new WebSocket(url),
  ) {
    window.addEventListener('online', this.wake);
    window.addEventListener('offline', this.cut);
    document.addEventListener('visibilitychange', this.wake);
    this.connect();
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
    clearTimeout(this.silent);
    window.removeEventListener('online', this.wake);
    window.removeEventListener('offline', this.cut);
    document.removeEventListener('visibilitychange', this.wake);
    this.socket?.close();
  }

  private connect(): void {
    const socket = this.open(this.url(this.cursor));
    this.socket = socket;
    this.silence = FIRST_SILENCE;
    this.listen();
    socket.onmessage = (event: MessageEvent<string>) => {
      if (socket === this.socket) {
        this.receive(JSON.parse(event.data) as Frame);
        this.listen();
      }
    };
    socket.onclose = () => this.lost(socket);
  }

  private receive(frame: Frame): void {
    if (frame.type === 'ping') {
      ({ silence: this.silence } = frame.data as { silence: number });
    } else if (frame.type === 'reset') {
      this.listener.reset();
    } else if (frame.type === 'caught-up') {
      this.tries = 0;
      this.listener.live(true);
    } else {
      this.listener.frame(frame);
    }
    // Only after it was handled: a frame that fails is asked for again.
    this.cursor = frame.id ?? this.cursor;
  }

  private listen(): void {
    clearTimeout(this.silent);
    this.silent = setTimeout(this.cut, this.silence);
  }

  private lost(socket: WebSocket): void {
    if (this.closed || socket !== this.socket) {
      return;
    }
    this.socket = null;
    clearTimeout(this.silent);
    this.listener.live(false);
    this.timer = setTimeout(() => this.connect(), waitBefore(this.tries));
    this.tries += 1;
  }

  /** Without a network, or behind a tunnel that is no more, a line may seem whole for minutes. */
  private giveUp(): void {
    const { socket } = this;
    if (socket) {
      this.lost(socket);
      socket.close();
    }
  }

  private comeBackNow(): void {
    if (!this.closed && !this.socket && document.visibilityState === 'visible') {
      clearTimeout(this.timer);
      this.connect();
    }
  }
}

/** Twice as long each time, and never the same for all: a hub that comes back is not stormed. */
export function waitBefore(tries: number, random: () => number = Math.random): number {
  const longest = Math.min(FIRST_WAIT * 2 ** tries, LONGEST_WAIT);
  return longest / 2 + (longest / 2) * random();
}
