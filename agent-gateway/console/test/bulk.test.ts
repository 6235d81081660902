import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { api } from '@/api/client';
import type { WireConversation } from '@/api/types';
import { useBulk } from '@/list/bulk';
import { useConversations } from '@/stores/conversations';
import { useUi } from '@/stores/ui';

const conversation = (id: number, more: Partial<WireConversation> = {}) => ({ id, inbox_id: 1, meta: { sender: { id, name: `Contact ${id}` } }, ...more }) as WireConversation;

describe('what is done to many', () => {
  const asked: { ids: number[]; [more: string]: unknown }[] = [];
  let refused: number[];

  beforeEach(() => {
    setActivePinia(createPinia());
    asked.length = 0;
    refused = [];
    vi.spyOn(api, 'get').mockResolvedValue({ meta: {} } as never);
    vi.spyOn(api, 'post').mockImplementation((_path, body) => {
      asked.push(body as (typeof asked)[number]);
      return Promise.resolve({ failed: refused.map((id) => ({ id, error: 'no' })) } as never);
    });
  });

  function select(...its: WireConversation[]): void {
    const conversations = useConversations();
    its.forEach((it) => {
      conversations.keep(it);
      conversations.toggleSelected(it.id);
    });
  }

  it('is taken back for each as it was, but for those that could not be changed', async () => {
    refused = [3];
    select(conversation(1), conversation(2, { status: 'pending' }), conversation(3), conversation(4));
    useBulk().status('resolved');
    await vi.waitFor(() => expect(useUi().toasts).toHaveLength(2));
    expect([1, 2, 3, 4].map((id) => useConversations().byId.get(id)?.status)).toEqual(['resolved', 'resolved', 'open', 'resolved']);

    refused = [];
    useUi().toasts.at(-1)?.action?.run();

    await vi.waitFor(() => expect(asked).toHaveLength(3));
    expect(asked.slice(1)).toEqual([
      { type: 'Conversation', ids: [1, 4], fields: { status: 'open' } },
      { type: 'Conversation', ids: [2], fields: { status: 'pending' } },
    ]);
    await vi.waitFor(() => expect(useConversations().byId.get(2)?.status).toBe('pending'));
  });

  it('takes a label only from those that did not have it', async () => {
    select(conversation(1, { labels: ['vip'] }), conversation(2));
    useBulk().label('vip');
    await vi.waitFor(() => expect(useUi().toasts).toHaveLength(1));

    useUi().toasts[0]?.action?.run();

    await vi.waitFor(() => expect(asked.at(-1)).toEqual({ type: 'Conversation', ids: [2], labels: { remove: ['vip'] } }));
  });

  it('goes in calls that the hub takes', async () => {
    select(...Array.from({ length: 501 }, (_, index) => conversation(index + 1)));
    useBulk().priority('high');

    await vi.waitFor(() => expect(asked.map((it) => it.ids.length)).toEqual([500, 1]));
  });
});
