import { vi } from 'vitest';

import type { Frame, Message } from '../src/shared/protocol';
import type { Greeting, Listener, Open, Transport } from '../src/app/transport';

export function message(id: number, change: Partial<Message> = {}): Message {
  return {
    id,
    echo_id: null,
    conversation_id: 1,
    direction: 'outgoing',
    content: `message ${id}`,
    content_type: 'text',
    created_at: new Date(1_700_000_000_000 + id * 1000).toISOString(),
    edited: false,
    deleted: false,
    reply_to_id: null,
    sender: { type: 'agent', name: 'Ana', avatar_url: null },
    attachments: [],
    status: 'sent',
    ...change,
  };
}

/** A way to the hub that the test opens, speaks through and cuts. */
export class FakeWay {
  readonly opened: { greeting: Greeting; listener: Listener; closed: boolean; sent: unknown[] }[] = [];

  readonly open: Open = (greeting, listener): Transport => {
    const connection = { greeting, listener, closed: false, sent: [] as unknown[] };
    this.opened.push(connection);
    return {
      send: (frame) => {
        connection.sent.push(frame);
        return true;
      },
      close: () => {
        connection.closed = true;
      },
    };
  };

  get last() {
    const last = this.opened[this.opened.length - 1];
    if (!last) {
      throw new Error('nothing was opened');
    }
    return last;
  }

  says(frame: Frame): void {
    this.last.listener.frame(frame);
  }
}

/** Lets everything run that waits for nothing but its turn. */
export const settled = () => vi.advanceTimersByTimeAsync(0);
