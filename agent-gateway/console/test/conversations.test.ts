import { describe, expect, it } from 'vitest';
import type { Conversation, WireConversation } from '@/api/types';
import { comparator, matches, merged, placeOf } from '@/lib/conversations';

function conversation(id: number, more: Partial<Conversation> = {}): Conversation {
  return merged({ id, inbox_id: 3, status: 'open', last_activity_at: id, meta: { sender: { id: 5, name: 'Ana' } }, ...more } as WireConversation, undefined);
}

const assigned = (id: number) => ({ sender: { id: 5, name: 'Ana' } as Conversation['meta']['sender'], assignee: { id, name: 'Bo', available_name: 'Bo', availability_status: 'online' as const } });

describe('the list', () => {
  it('knows where a changed conversation belongs', () => {
    const open = { assignee: 'all', status: 'open' } as const;
    expect(matches(conversation(1), open, 7)).toBe(true);
    expect(matches(conversation(1, { status: 'resolved' }), open, 7)).toBe(false);
    expect(matches(conversation(1, { meta: assigned(7) }), { ...open, assignee: 'me' }, 7)).toBe(true);
    expect(matches(conversation(1, { meta: assigned(8) }), { ...open, assignee: 'me' }, 7)).toBe(false);
    expect(matches(conversation(1, { meta: assigned(8) }), { ...open, assignee: 'unassigned' }, 7)).toBe(false);
    expect(matches(conversation(1, { labels: ['vip'] }), { ...open, label: 'vip', inbox: 3 }, 7)).toBe(true);
    expect(matches(conversation(1), { ...open, inbox: 4 }, 7)).toBe(false);
    expect(matches(conversation(1), { ...open, words: 'invoice' }, 7)).toBeUndefined();
  });

  it('orders totally', () => {
    const rows = [conversation(1, { waiting_since: 50 }), conversation(2, { waiting_since: 20, priority: 'urgent' }), conversation(3, { priority: 'low' })];
    const by = (sort: Parameters<typeof comparator>[0]) => [...rows].sort(comparator(sort)).map((it) => it.id);
    expect(by('latest')).toEqual([3, 2, 1]);
    expect(by('oldest')).toEqual([1, 2, 3]);
    expect(by('waiting')).toEqual([2, 1, 3]);
    expect(by('priority')).toEqual([2, 3, 1]);
  });

  it('finds a place without sorting again', () => {
    const rows = [9, 7, 5, 3].map((id) => conversation(id));
    expect(placeOf(rows, conversation(6), comparator('latest'))).toBe(2);
    expect(placeOf(rows, conversation(1), comparator('latest'))).toBe(4);
  });

  it('keeps what a push leaves out', () => {
    const known = conversation(1, { muted: true, last_message: null });
    const last = { id: 4, content: 'x' } as Conversation['last_message'];
    const next = merged({ id: 1, status: 'resolved', meta: { sender: { id: 5, name: 'Ana B' } as never, assignee: null } }, { ...known, last_message: last });
    expect(next).toMatchObject({ status: 'resolved', inbox_id: 3, last_message: { id: 4 }, meta: { sender: { name: 'Ana B' }, assignee: null } });
  });
});
