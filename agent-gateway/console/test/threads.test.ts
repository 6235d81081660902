import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { api } from '@/api/client';
import type { Message } from '@/api/types';
import { useThreads } from '@/stores/threads';

const message = (id: number, more: Partial<Message> = {}): Message => ({
  id, content: `text ${id}`, conversation_id: 1, inbox_id: 1, message_type: 0, private: false, status: 'sent', content_attributes: {}, created_at: id, source_id: null, ...more,
});

describe('a thread that is on its way', () => {
  let answer: (payload: Message[]) => void;

  beforeEach(() => {
    setActivePinia(createPinia());
    vi.spyOn(api, 'get').mockImplementation(() => new Promise((resolve) => { answer = (payload) => resolve({ payload } as never); }));
  });

  it('takes what was told meanwhile over an answer that is older', async () => {
    const threads = useThreads();
    const loaded = threads.load(1);
    threads.receive(message(2, { content: 'edited' }), false);
    threads.receive(message(3), true);
    threads.receive(message(9, { conversation_id: 2 }), true);
    answer([message(1), message(2)]);
    await loaded;

    expect(threads.threads.get(1)?.messages.map((it) => it.content)).toEqual(['text 1', 'edited', 'text 3']);
  });

  it('shows nothing new at the end of a window in the middle', async () => {
    const threads = useThreads();
    const loaded = threads.around(1, 5);
    threads.receive(message(90), true);
    answer(Array.from({ length: 31 }, (_, index) => message(4 + index)));
    await loaded;

    expect(threads.threads.get(1)?.hasNewer).toBe(true);
    expect(threads.threads.get(1)?.messages.at(-1)?.id).toBe(34);
  });
});
