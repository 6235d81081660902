import { computed, signal } from '@preact/signals';

import { Backoff } from '../shared/backoff';
import { Refused } from '../shared/session';
import type { OutboxStore, Pending } from './outbox-store';

export interface Outgoing extends Pending {
  state: 'waiting' | 'accepted' | 'failed';
  /** How much of the file has gone, 0 to 1. */
  progress?: number;
}

/** How a message leaves. */
export interface Sender {
  upload(item: Pending, progress: (part: number) => void): Promise<string>;
  send(item: Pending): Promise<void>;
  /** The token is no good: resolves once there is another. */
  renew(): Promise<void>;
}

/** Uploads are good for a day; one this old is made again. */
const UPLOAD_LASTS = 20 * 3_600_000;

function withoutUpload(item: Outgoing): Outgoing {
  const bare = { ...item };
  delete bare.upload;
  return bare;
}

export function newEchoId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * Keeps what was typed until the hub has it, over cuts and reloads, and sends it in the order typed, one at a time. A message
 * keeps its id, so one that was sent twice because the answer was lost is one message.
 */
export class Outbox {
  private readonly list = signal<Outgoing[]>([]);
  readonly items = computed(() => this.list.value);

  private scope = '';
  private running = false;
  private wakeUp: (() => void) | null = null;

  constructor(
    private readonly store: OutboxStore,
    private readonly sender: Sender,
    private readonly backoff = new Backoff(1_000, 20_000),
  ) {}

  /** Takes up what the visitor had not sent when the page went. */
  async open(scope: string): Promise<void> {
    this.scope = scope;
    const kept = await this.store.all(scope).catch(() => []);
    const there = new Set(this.list.value.map((item) => item.echo_id));
    const missing = kept
      .filter((item) => !there.has(item.echo_id))
      .map((item): Outgoing => ({ ...item, state: item.failure === undefined ? 'waiting' : 'failed' }));
    this.list.value = [...missing, ...this.list.value].sort((a, b) => (a.created_at < b.created_at ? -1 : 1));
    this.run();
  }

  /** The visitor is now another: what waits goes under the new name, or is forgotten with the old one. */
  async move(scope: string, keep: boolean): Promise<void> {
    const items = this.list.value;
    if (!keep) {
      this.list.value = [];
      await Promise.all(items.map((item) => this.forget(item.echo_id)));
    } else {
      // What was accepted belongs to the thread of the visitor that was; so does an upload, whose file is sent again.
      this.list.value = items
        .filter((item) => item.state !== 'accepted')
        .map((item) => withoutUpload({ ...item, scope }));
      await Promise.all(this.list.value.map((item) => this.keep(item)));
    }
    await this.open(scope);
  }

  async add(content: string | null, file?: File, replyToId?: number): Promise<string> {
    const last = this.list.value[this.list.value.length - 1]?.created_at ?? '';
    const now = new Date().toISOString();
    const item: Outgoing = {
      echo_id: newEchoId(),
      scope: this.scope,
      // Never before the one before, even when the clock was set back: this is the order of sending.
      created_at: now > last ? now : new Date(new Date(last).getTime() + 1).toISOString(),
      content,
      ...(file && { file: { name: file.name, type: file.type, size: file.size, blob: file } }),
      ...(replyToId !== undefined && { reply_to_id: replyToId }),
      state: 'waiting',
    };
    this.list.value = [...this.list.value, item];
    await this.keep(item);
    this.run();
    return item.echo_id;
  }

  /** The hub has told of the message: it needs no place here any more. */
  settle(echoIds: ReadonlySet<string>): void {
    const settled = this.list.value.filter((item) => echoIds.has(item.echo_id));
    if (settled.length > 0) {
      this.list.value = this.list.value.filter((item) => !echoIds.has(item.echo_id));
      settled.forEach((item) => void this.forget(item.echo_id));
    }
  }

  retry(echoId: string): void {
    const item = this.find(echoId);
    if (item?.state === 'failed') {
      const again = withoutUpload({ ...item, state: 'waiting' });
      delete again.failure;
      this.replace(again);
      void this.keep(again);
      this.wake();
    }
  }

  discard(echoId: string): void {
    this.list.value = this.list.value.filter((item) => item.echo_id !== echoId);
    void this.forget(echoId);
  }

  /** Tries at once instead of waiting: the connection is back. */
  wake(): void {
    this.backoff.reset();
    this.wakeUp?.();
    this.run();
  }

  private run(): void {
    if (!this.running) {
      this.running = true;
      void this.drain().finally(() => {
        this.running = false;
      });
    }
  }

  private async drain(): Promise<void> {
    for (;;) {
      const next = this.list.value.find((item) => item.state === 'waiting');
      if (!next) {
        return;
      }
      try {
        await this.deliver(next);
        this.backoff.reset();
      } catch (failure) {
        await this.failed(next.echo_id, failure);
      }
    }
  }

  private async deliver(item: Outgoing): Promise<void> {
    let ready = item;
    if (item.file && (!item.upload || Date.now() - item.upload.at > UPLOAD_LASTS)) {
      const id = await this.sender.upload(item, (progress) => this.change(item.echo_id, { progress }));
      ready = { ...item, upload: { id, at: Date.now() } };
      this.replace(ready);
      await this.keep(ready);
    }
    await this.sender.send(ready);
    await this.forget(item.echo_id);
    this.change(item.echo_id, { state: 'accepted' });
  }

  private async failed(echoId: string, failure: unknown): Promise<void> {
    if (failure instanceof Refused && failure.status === 401) {
      await Promise.race([this.sender.renew().catch(() => undefined), this.pause(30_000)]);
      await this.pause(this.backoff.next());
    } else if (failure instanceof Refused && !failure.passing) {
      this.change(echoId, { state: 'failed', failure: failure.message });
      const item = this.find(echoId);
      if (item) {
        await this.keep(item);
      }
    } else {
      const asked = failure instanceof Refused ? failure.retryAfter : null;
      await this.pause(asked ?? this.backoff.next());
    }
  }

  private pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  private find(echoId: string): Outgoing | undefined {
    return this.list.value.find((item) => item.echo_id === echoId);
  }

  private change(echoId: string, change: Partial<Outgoing>): void {
    const item = this.find(echoId);
    if (item) {
      this.replace({ ...item, ...change });
    }
  }

  private replace(item: Outgoing): void {
    this.list.value = this.list.value.map((other) => (other.echo_id === item.echo_id ? item : other));
  }

  private async keep(item: Outgoing): Promise<void> {
    const pending: Pending & Partial<Outgoing> = { ...item };
    delete pending.state;
    delete pending.progress;
    // A store that is full or gone leaves the message in memory: it is still sent.
    await this.store.put(pending).catch(() => undefined);
  }

  private async forget(echoId: string): Promise<void> {
    await this.store.remove(echoId).catch(() => undefined);
  }
}
