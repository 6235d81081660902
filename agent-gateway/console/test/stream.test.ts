import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Stream, waitBefore, type Frame } from '@/api/stream';

class Line {
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: (() => void) | null = null;
  constructor(readonly url: string) {}
  say(frame: Frame) { this.onmessage?.({ data: JSON.stringify(frame) }); }
  close() { this.onclose?.(); }
}

describe('the stream', () => {
  const lines: Line[] = [];
  const heard: string[] = [];
  let stream: Stream;

  beforeEach(() => {
    vi.useFakeTimers();
    lines.length = heard.length = 0;
    stream = new Stream((cursor) => `ws://hub?after=${cursor}`, {
      frame: (frame) => heard.push(frame.type), reset: () => heard.push('reset'), live: (live) => heard.push(live ? 'live' : 'lost'),
    }, (url) => {
      const line = new Line(String(url));
      lines.push(line);
      return line as unknown as WebSocket;
    });
  });

  afterEach(() => {
    stream.close();
    vi.useRealTimers();
  });

  it('is lost when the network is, whatever the line says', () => {
    lines[0]?.say({ id: '1-0', type: 'caught-up' });
    window.dispatchEvent(new Event('offline'));
    lines[0]?.say({ id: '2-0', type: 'message.created', data: {} });
    expect(heard).toEqual(['live', 'lost']);

    window.dispatchEvent(new Event('online'));

    expect(lines.map((it) => it.url)).toEqual(['ws://hub?after=null', 'ws://hub?after=1-0']);
  });

  it('is lost when it is silent for longer than the hub is, or never says a word', () => {
    lines[0]?.say({ type: 'ping', data: { silence: 35_000 } });
    lines[0]?.say({ id: '1-0', type: 'caught-up' });
    vi.advanceTimersByTime(30_000);
    lines[0]?.say({ type: 'ping', data: { silence: 35_000 } });
    vi.advanceTimersByTime(34_000);
    expect(heard).toEqual(['live']);

    vi.advanceTimersByTime(2_000);
    expect(heard).toEqual(['live', 'lost']);
    expect(lines.map((it) => it.url)).toEqual(['ws://hub?after=null', 'ws://hub?after=1-0']);

    vi.advanceTimersByTime(21_000);
    expect(lines).toHaveLength(3);
  });

  it('comes back from where it was', () => {
    lines[0]?.say({ id: '1-0', type: 'caught-up' });
    lines[0]?.say({ id: '2-0', type: 'message.created', data: {} });
    lines[0]?.say({ type: 'conversation.typing_on', data: {} });
    lines[0]?.close();
    vi.advanceTimersByTime(1_000);
    expect(lines.map((it) => it.url)).toEqual(['ws://hub?after=null', 'ws://hub?after=2-0']);
    expect(heard).toEqual(['live', 'message.created', 'conversation.typing_on', 'lost']);
  });

  it('fetches again when its cursor is too old, and goes on from the new one', () => {
    lines[0]?.say({ id: '9-0', type: 'reset' });
    lines[0]?.close();
    vi.advanceTimersByTime(1_000);
    expect(heard[0]).toBe('reset');
    expect(lines[1]?.url).toBe('ws://hub?after=9-0');
  });

  it('waits longer each time, up to a limit, and never in step with the others', () => {
    expect([0, 1, 2, 20].map((tries) => waitBefore(tries, () => 1))).toEqual([400, 800, 1_600, 15_000]);
    expect(waitBefore(3, () => 0)).toBe(1_600);
  });

  it('stays away once it is closed', () => {
    stream.close();
    vi.advanceTimersByTime(60_000);
    expect(lines).toHaveLength(1);
  });
});
