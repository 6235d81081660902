import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { api } from '@/api/client';
import type { WireConversation } from '@/api/types';
import { useConversations } from '@/stores/conversations';

const conversation = (id: number) => ({ id, inbox_id: 1, last_activity_at: id, meta: { sender: { id, name: `Contact ${id}` } } }) as WireConversation;

/** The newest first, as the hub has them. */
let there: number[];
let asked: { limit: number; after?: number }[];

function answer(path: string, query: { limit: number; after?: number }) {
  const meta = { mine_count: 0, unassigned_count: 0, assigned_count: 0, all_count: there.length };
  if (path !== '/conversations') {
    return { meta };
  }
  asked.push({ limit: query.limit, after: query.after });
  const from = query.after === undefined ? 0 : there.indexOf(query.after) + 1;
  return { data: { meta, payload: there.slice(from, from + query.limit).map(conversation) } };
}

async function listed(pages: number) {
  const conversations = useConversations();
  await conversations.show({ assignee: 'all', status: 'open' });
  for (let page = 1; page < pages; page++) {
    await conversations.loadMore();
  }
  asked = [];
  return conversations;
}

describe('the list', () => {
  beforeEach(() => {
    setActivePinia(createPinia());
    there = Array.from({ length: 600 }, (_, index) => 600 - index);
    asked = [];
    vi.spyOn(api, 'get').mockImplementation((path, query) => Promise.resolve(answer(path, query as never)) as never);
  });

  it('is as long as it was when it is fetched once more, and never shorter meanwhile', async () => {
    const conversations = await listed(5);
    expect(conversations.ids).toHaveLength(450);
    there = [601, ...there.filter((id) => id !== 300)];

    const refreshed = conversations.refresh();
    expect(conversations.ids).toHaveLength(450);
    await refreshed;

    expect(conversations.ids).toEqual(there.slice(0, 500));
    expect(conversations.hasMore).toBe(true);
    expect(asked.map((it) => it.limit)).toEqual([100, 100, 100, 100, 100]);
  });

  it('holds everybody once when the last of a page moves meanwhile', async () => {
    const conversations = await listed(3);
    vi.mocked(api.get).mockImplementation((path, query) => {
      const page = answer(path, query as never);
      there = [501, ...there.filter((id) => id !== 501)];
      return Promise.resolve(page) as never;
    });

    await conversations.refresh();

    expect(new Set(conversations.ids).size).toBe(conversations.ids.length);
    expect(conversations.ids).toEqual(expect.arrayContaining([600, 501, 500, 499, 351]));
  });

  it('asks once for what was a page', async () => {
    const conversations = await listed(1);
    await conversations.refresh();

    expect(asked).toEqual([{ limit: 50, after: undefined }]);
    expect(conversations.ids).toEqual(there.slice(0, 50));
  });

  it('stays as it was, and can grow, when it could not be fetched once more', async () => {
    const conversations = await listed(3);
    vi.mocked(api.get).mockRejectedValueOnce(new Error('away'));
    await expect(conversations.refresh()).rejects.toThrow('away');

    expect(conversations.ids).toHaveLength(250);
    await conversations.loadMore();
    expect(conversations.ids).toHaveLength(350);
  });

  it('begins at its top when another is shown meanwhile', async () => {
    const conversations = await listed(5);
    const refreshed = conversations.refresh();
    await conversations.show({ assignee: 'unassigned', status: 'open' });
    await refreshed;

    expect(conversations.ids).toHaveLength(50);
  });
});
