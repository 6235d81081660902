import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { api, Unreachable } from '@/api/client';
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

describe('what the hub does not have yet', () => {
  const away = new Unreachable('away');
  const textsOf = (threads: ReturnType<typeof useThreads>, id = 1) => threads.threads.get(id)?.messages.map((it) => it.content);

  beforeEach(() => {
    setActivePinia(createPinia());
    vi.spyOn(api, 'get').mockImplementation(() => Promise.resolve({ payload: [message(5)] }) as never);
    vi.spyOn(api, 'post').mockRejectedValue(away);
  });

  it('stays where no message could be fetched', async () => {
    vi.spyOn(api, 'get').mockRejectedValue(away);
    const threads = useThreads();
    await threads.load(1).catch(() => undefined);
    await threads.send(1, 1, { text: 'unsent', note: false, files: [] });

    expect(threads.threads.get(1)?.messages[0]?.local?.state).toBe('failed');
    expect(threads.hasUnsent()).toBe(true);

    vi.spyOn(api, 'get').mockResolvedValue({ payload: [message(5)] } as never);
    await threads.load(1);

    expect(textsOf(threads)).toEqual(['text 5', 'unsent']);
  });

  it('outlives many others, a stream that lost its place, and a jump to a date', async () => {
    const threads = useThreads();
    await threads.load(1);
    await threads.send(1, 1, { text: 'unsent', note: false, files: [] });
    for (let id = 2; id < 100; id++) {
      await threads.load(id);
    }

    expect(textsOf(threads)).toEqual(['text 5', 'unsent']);
    expect(threads.threads.size).toBe(60);

    threads.forgetAllBut(99);
    expect(textsOf(threads)).toEqual(['unsent']);
    await threads.load(1);
    await threads.aroundTime(1, 3);
    expect(textsOf(threads)).toEqual(['text 5', 'unsent']);
  });

  it('is sent from the middle of a long thread, too, when its end cannot be fetched', async () => {
    const threads = useThreads();
    vi.spyOn(api, 'get').mockResolvedValueOnce({ payload: Array.from({ length: 31 }, (_, index) => message(4 + index)) } as never);
    await threads.around(1, 5);
    vi.spyOn(api, 'get').mockRejectedValue(away);
    await threads.send(1, 1, { text: 'unsent', note: false, files: [] });

    expect(textsOf(threads)?.at(-1)).toBe('unsent');
  });

  it('is not sent when it is discarded while its files go up', async () => {
    const threads = useThreads();
    await threads.load(1);
    vi.spyOn(api, 'upload').mockImplementation((_path, _form, _progress, signal) => new Promise((_, reject) => signal?.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')))));
    const sent = threads.send(1, 1, { text: 'with a file', note: false, files: [new File(['x'], 'x.txt')] });
    await threads.takeBack(threads.threads.get(1)?.messages.at(-1) as never);
    await sent;

    expect(textsOf(threads)).toEqual(['text 5']);
  });
});
