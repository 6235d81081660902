import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { Outbox, type Sender } from '../src/app/outbox';
import { IndexedDbStore, MemoryStore, type OutboxStore, type Pending, takeBack } from '../src/app/outbox-store';
import { Backoff } from '../src/shared/backoff';
import { Refused } from '../src/shared/session';

const away = () => new Refused(0, 'unreachable', 'no network');

/** A hub that stores a message once, whatever happens to its answers. */
class FakeHub implements Sender {
  readonly calls: string[] = [];
  readonly stored = new Map<string, string | null>();
  readonly uploads: string[] = [];
  failures: (Refused | 'answer lost')[] = [];
  renewed = 0;
  private busy = false;

  upload(item: Pending): Promise<string> {
    this.uploads.push(item.file?.name ?? '');
    return Promise.resolve(`upload-${this.uploads.length}`);
  }

  async send(item: Pending): Promise<void> {
    expect(this.busy, 'one message at a time').toBe(false);
    this.busy = true;
    await Promise.resolve();
    this.busy = false;
    this.calls.push(item.echo_id);
    const failure = this.failures.shift();
    if (failure instanceof Refused) {
      throw failure;
    }
    this.stored.set(item.echo_id, item.content);
    if (failure === 'answer lost') {
      throw away();
    }
  }

  renew(): Promise<void> {
    this.renewed++;
    return Promise.resolve();
  }
}

let hub: FakeHub;
let store: OutboxStore;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  hub = new FakeHub();
  store = new MemoryStore();
});
afterEach(() => vi.useRealTimers());

async function outbox(scope = 'visitor'): Promise<Outbox> {
  const opened = new Outbox(store, hub, new Backoff(1_000, 20_000, () => 1));
  await opened.open(scope);
  return opened;
}

const drained = () => vi.advanceTimersByTimeAsync(60_000);

describe('the outbox', () => {
  it('sends what was typed, in order, and keeps nothing of it', async () => {
    const box = await outbox();

    for (const text of ['one', 'two', 'three']) {
      await box.add(text);
    }
    await drained();

    expect([...hub.stored.values()]).toEqual(['one', 'two', 'three']);
    expect(await store.all('visitor')).toEqual([]);
    expect(box.items.value.map((item) => item.state)).toEqual(['accepted', 'accepted', 'accepted']);
  });

  it('repeats a message whose answer was lost as the same message, before the next', async () => {
    hub.failures = ['answer lost', away()];
    const box = await outbox();

    await box.add('one');
    await box.add('two');
    await drained();

    expect([...hub.stored.values()]).toEqual(['one', 'two']);
    expect(new Set(hub.calls).size).toBe(2);
    expect(hub.calls).toHaveLength(4);
    expect(hub.calls.slice(0, 3)).toEqual([hub.calls[0], hub.calls[0], hub.calls[0]]);
  });

  it('takes up after a reload what had not been sent, once and in order', async () => {
    hub.failures = Array.from({ length: 3 }, away);
    const before = await outbox();
    await before.add('one');
    await before.add('two');
    const typed = before.items.value.map((item) => item.echo_id);

    const after = await outbox();
    await drained();

    expect(after.items.value.map((item) => item.echo_id)).toEqual(typed);
    expect([...hub.stored.values()]).toEqual(['one', 'two']);
  });

  it('leaves what another visitor of the same browser had typed alone', async () => {
    await store.put({ echo_id: 'theirs', scope: 'another', created_at: '2026-01-01T00:00:00Z', content: 'not yours' });

    const box = await outbox();
    await drained();

    expect(box.items.value).toEqual([]);
    expect(hub.stored.size).toBe(0);
  });

  it('waits as long as the hub asks', async () => {
    hub.failures = [new Refused(429, 'too-many-requests', 'slow down', 7_000)];
    const box = await outbox();
    await box.add('one');

    await vi.advanceTimersByTimeAsync(6_900);
    const early = hub.calls.length;
    await vi.advanceTimersByTimeAsync(200);

    expect([early, hub.calls.length]).toEqual([1, 2]);
  });

  it('does not wait once the connection is back', async () => {
    hub.failures = [new Refused(503, 'unavailable', 'away', 60_000)];
    const box = await outbox();
    await box.add('one');
    await vi.advanceTimersByTimeAsync(10);

    box.wake();
    await vi.advanceTimersByTimeAsync(10);

    expect([...hub.stored.values()]).toEqual(['one']);
  });

  it('asks for another token when its own is no good, and goes on', async () => {
    hub.failures = [new Refused(401, 'visitor-token-invalid', 'expired')];
    const box = await outbox();

    await box.add('one');
    await drained();

    expect([hub.renewed, [...hub.stored.values()]]).toEqual([1, ['one']]);
  });

  it('says what was refused for good, sends the rest, and tries again when asked', async () => {
    hub.failures = [new Refused(422, 'invalid', 'too rude')];
    const box = await outbox();
    const refused = await box.add('one');
    await box.add('two');
    await drained();

    expect(box.items.value.map((item) => [item.state, item.failure])).toEqual([
      ['failed', 'too rude'],
      ['accepted', undefined],
    ]);

    box.retry(refused);
    await drained();

    expect([...hub.stored.values()]).toEqual(['two', 'one']);
  });

  it('uploads a file once, however often its message is sent', async () => {
    hub.failures = [away(), away()];
    const box = await outbox();

    await box.add(null, new File(['x'], 'photo.png', { type: 'image/png' }));
    await drained();

    expect(hub.uploads).toEqual(['photo.png']);
    expect(hub.stored.size).toBe(1);
  });

  it('forgets what the hub has told of, from wherever it was sent', async () => {
    hub.failures = Array.from({ length: 50 }, away);
    const box = await outbox();
    const echo = await box.add('sent by the other tab');

    box.settle(new Set([echo]));
    await drained();

    expect(box.items.value).toEqual([]);
    expect(await store.all('visitor')).toEqual([]);
  });

  it('goes with a visitor who says who they are, and not to the next one', async () => {
    hub.failures = Array.from({ length: 50 }, away);
    const box = await outbox();
    await box.add('mine');
    await box.add(null, new File(['x'], 'photo.png', { type: 'image/png' }));

    await box.move('identified', true);
    const kept = await store.all('identified');
    await box.move('stranger', false);

    expect(kept.map((item) => [item.content, item.file?.name, item.upload])).toEqual([
      ['mine', undefined, undefined],
      [null, 'photo.png', undefined],
    ]);
    expect([box.items.value, await store.all('stranger'), await store.all('identified')]).toEqual([[], [], []]);
  });
});

describe('uploads', () => {
  it('are made again for a visitor who has become another', async () => {
    hub.failures = Array.from({ length: 3 }, away);
    const box = await outbox();
    await box.add(null, new File(['x'], 'photo.png', { type: 'image/png' }));
    await vi.advanceTimersByTimeAsync(10);

    await box.move('identified', true);
    await drained();

    expect(hub.uploads).toEqual(['photo.png', 'photo.png']);
    expect(hub.stored.size).toBe(1);
  });
});

describe('the store of the outbox', () => {
  it('keeps messages and their files over a reload, each visitor’s apart', async () => {
    vi.useRealTimers();
    const first = await IndexedDbStore.open('test');
    const file = { name: 'a.txt', type: 'text/plain', size: 1, blob: new Blob(['a']) };
    const pending: Pending = { echo_id: 'e1', scope: 'me', created_at: '2026-01-01T00:00:00Z', content: 'hi', file };
    await first.put(pending);
    await first.put({ ...pending, echo_id: 'e2', scope: 'you' });

    const second = await IndexedDbStore.open('test');
    const mine = await second.all('me');
    await second.remove('e1');

    expect(mine.map((item) => [item.echo_id, item.content, item.file?.name])).toEqual([['e1', 'hi', 'a.txt']]);
    expect(await first.all('me')).toEqual([]);
    expect(await first.all('you')).toHaveLength(1);
  });
});

describe('where the browser gives a frame no storage', () => {
  const words = (content: string): Pending => ({ echo_id: content, scope: 'v', created_at: '2026-11-27T10:00:00Z', content });

  it('has the page keep the words, without files', async () => {
    const kept: string[][] = [];
    const memory = new MemoryStore((items) => kept.push(items.map((item) => item.echo_id)));

    await memory.put(words('a'));
    await memory.put({ ...words('b'), file: { name: 'b.png', type: 'image/png', size: 1, blob: new Blob(['b']) } });
    await memory.remove('a');

    expect(kept).toEqual([['a'], ['a'], []]);
  });

  it('takes them back, and has them forgotten once they are kept here', async () => {
    const keep = vi.fn();
    const memory = new MemoryStore(keep);
    await takeBack([words('a')], memory, keep);
    expect((await memory.all('v')).map((item) => item.content)).toEqual(['a']);
    expect(keep).toHaveBeenLastCalledWith([words('a')]);

    const indexed = await IndexedDbStore.open('kept-by-the-page');
    await takeBack([words('a')], indexed, keep);
    expect((await indexed.all('v')).map((item) => item.content)).toEqual(['a']);
    expect(keep).toHaveBeenLastCalledWith([]);
  });
});
