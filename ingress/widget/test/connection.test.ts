// @vitest-environment node
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { Connection, type LinkState } from '../src/app/connection';
import { Backoff } from '../src/shared/backoff';
import type { Frame } from '../src/shared/protocol';
import { FakeWay, settled } from './fixtures';

let socket: FakeWay;
let events: FakeWay;
let frames: Frame[];
let states: LinkState[];
let unauthorized: () => Promise<void>;
let connection: Connection;

beforeEach(() => {
  vi.useFakeTimers();
  socket = new FakeWay();
  events = new FakeWay();
  frames = [];
  states = [];
  unauthorized = vi.fn(() => Promise.resolve());
  connection = new Connection(
    [socket.open, events.open],
    () => 'token',
    {
      frame: (frame) => {
        frames.push(frame);
      },
      state: (state) => {
        states.push(state);
      },
      unauthorized: () => unauthorized(),
    },
    new Backoff(1_000, 8_000, () => 1),
  );
});
afterEach(() => {
  connection.stop();
  vi.useRealTimers();
});

function opened(): void {
  connection.start('7');
  socket.says({ type: 'hello' });
}

describe('the connection', () => {
  it('begins after the cursor it is given', () => {
    opened();

    expect(socket.last.greeting).toMatchObject({ token: 'token', after: '7' });
    expect(states).toEqual(['connecting', 'online']);
  });

  it('comes back with the id of the last frame, so that nothing is missed', () => {
    opened();
    socket.says({ id: '8', type: 'message.created' });
    socket.says({ type: 'conversation.typing_on' });

    socket.last.listener.closed(1006);
    vi.advanceTimersByTime(1_000);

    expect(socket.opened).toHaveLength(2);
    expect(socket.last.greeting.after).toBe('8');
  });

  it('gets a frame again that could not be handled', () => {
    opened();
    connection = new Connection([socket.open], () => 'token', {
      frame: (frame) => {
        if (frame.type === 'bad') {
          throw new Error('cannot be handled');
        }
      },
      state: () => undefined,
      unauthorized,
    });
    connection.start('7');

    expect(() => socket.says({ id: '9', type: 'bad' })).toThrow();
    expect(connection.cursor).toBe('7');
  });

  it('waits longer after each failure, and not at all when the network comes back', () => {
    connection.start(null);
    const pauses: number[] = [];
    for (let failure = 0; failure < 3; failure++) {
      const before = socket.opened.length + events.opened.length;
      const began = Date.now();
      (events.opened.length > 0 ? events : socket).last.listener.closed(1006);
      while (socket.opened.length + events.opened.length === before) {
        vi.advanceTimersByTime(100);
      }
      pauses.push(Date.now() - began);
    }
    events.last.listener.closed(1006);
    const before = socket.opened.length + events.opened.length;

    connection.wake();

    expect(pauses).toEqual([1_000, 2_000, 4_000]);
    expect(socket.opened.length + events.opened.length).toBe(before + 1);
  });

  it('takes server-sent events where no WebSocket gets through', () => {
    connection.start('7');

    socket.last.listener.closed(1006);
    vi.advanceTimersByTime(1_000);
    socket.last.listener.closed(1006);
    vi.advanceTimersByTime(2_000);

    expect(socket.opened).toHaveLength(2);
    expect(events.last.greeting.after).toBe('7');
  });

  it('stays with the WebSocket when one that worked is cut', () => {
    opened();
    for (let cut = 0; cut < 5; cut++) {
      socket.last.listener.closed(1001);
      vi.advanceTimersByTime(8_000);
      socket.says({ type: 'hello' });
    }

    expect(events.opened).toHaveLength(0);
    expect(socket.opened).toHaveLength(6);
  });

  it('gets another token before it comes back with a bad one', async () => {
    let renewed = () => {};
    unauthorized = vi.fn(() => new Promise<void>((resolve) => (renewed = resolve)));
    opened();

    socket.last.listener.closed(4401);
    await vi.advanceTimersByTimeAsync(30_000);
    const whileWaiting = socket.opened.length;
    renewed();
    await settled();
    await vi.advanceTimersByTimeAsync(1_000);

    expect(unauthorized).toHaveBeenCalledOnce();
    expect([whileWaiting, socket.opened.length]).toEqual([1, 2]);
  });

  it('gives up a socket that has gone silent', () => {
    opened();

    vi.advanceTimersByTime(30_000);
    const pinged = socket.last.sent;
    vi.advanceTimersByTime(40_000);

    expect(pinged).toContainEqual({ type: 'ping' });
    expect(socket.opened.length).toBeGreaterThan(1);
    expect(socket.opened[0]?.closed).toBe(true);
  });

  it('hears nothing more from a socket it has left', () => {
    opened();
    const left = socket.last;
    connection.start('20');

    left.listener.closed(1006);
    vi.advanceTimersByTime(10_000);

    expect(socket.opened).toHaveLength(2);
  });

  it('is offline at once when the browser says so, and tries again by itself', () => {
    opened();

    connection.sleep();
    const state = states[states.length - 1];
    vi.advanceTimersByTime(1_000);

    expect(state).toBe('offline');
    expect(socket.opened).toHaveLength(2);
  });
});
