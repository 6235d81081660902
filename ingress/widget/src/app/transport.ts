import type { Frame, Page } from '../shared/protocol';

export interface Greeting {
  token: string;
  after: string | null;
  page: Page | null;
}

/** What a way to the hub tells: frames, signs of life, and its end with a close code (4401: the token is no good). */
export interface Listener {
  frame(frame: Frame): void;
  alive(): void;
  closed(code: number): void;
}

/** An open way to the hub. */
export interface Transport {
  /** Whether it was handed over; false on a way that only listens. */
  send(frame: Record<string, unknown>): boolean;
  close(): void;
}

export type Open = (greeting: Greeting, listener: Listener) => Transport;

function parse(text: string): Frame | null {
  try {
    const frame: unknown = JSON.parse(text);
    return typeof frame === 'object' && frame !== null && 'type' in frame ? (frame as Frame) : null;
  } catch {
    return null;
  }
}

export function webSocket(baseUrl: string): Open {
  return (greeting, listener) => {
    const socket = new WebSocket(`${baseUrl.replace(/^http/, 'ws')}/widget/stream`);
    socket.onopen = () => {
      const { token, after, page } = greeting;
      socket.send(JSON.stringify({ type: 'hello', token, ...(after && { after }), ...(page && { page }) }));
    };
    socket.onmessage = (event) => {
      listener.alive();
      const frame = parse(String(event.data));
      if (frame) {
        listener.frame(frame);
      }
    };
    socket.onclose = (event) => listener.closed(event.code);
    return {
      send: (frame) => {
        if (socket.readyState !== WebSocket.OPEN) {
          return false;
        }
        socket.send(JSON.stringify(frame));
        return true;
      },
      close: () => {
        socket.onclose = null;
        socket.onmessage = null;
        socket.close();
      },
    };
  };
}

/** Server-sent events, for networks whose proxies let no WebSocket through; by fetch, because the token is a header. */
export function eventStream(baseUrl: string): Open {
  return (greeting, listener) => {
    const ended = new AbortController();
    void read(baseUrl, greeting, listener, ended.signal).then(
      (code) => listener.closed(code),
      () => {
        if (!ended.signal.aborted) {
          listener.closed(1006);
        }
      },
    );
    return { send: () => false, close: () => ended.abort() };
  };
}

async function read(baseUrl: string, greeting: Greeting, listener: Listener, signal: AbortSignal): Promise<number> {
  const query = greeting.after ? `?after=${encodeURIComponent(greeting.after)}` : '';
  const answer = await fetch(`${baseUrl}/widget/stream${query}`, {
    headers: { Accept: 'text/event-stream', 'X-Auth-Token': greeting.token },
    credentials: 'omit',
    cache: 'no-store',
    signal,
  });
  if (!answer.ok || !answer.body) {
    return answer.status === 401 ? 4401 : 1006;
  }
  listener.frame({ type: 'hello' });
  const reader = answer.body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) {
      return 1001;
    }
    listener.alive();
    rest += decoder.decode(value, { stream: true });
    const events = rest.split(/\r?\n\r?\n/);
    rest = events.pop() ?? '';
    for (const event of events) {
      const data = event
        .split(/\r?\n/)
        .filter((line) => line.startsWith('data:'))
        .map((line) => line.slice(5).trimStart())
        .join('\n');
      const frame = data ? parse(data) : null;
      if (frame) {
        listener.frame(frame);
      }
    }
  }
}
