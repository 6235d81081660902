/** What a list of conversations shows, and in which order: the client's half of what the hub's list does. */
import type { Conversation, Message, Priority, Status, WireConversation } from '@/api/types';

export type Assignee = 'me' | 'unassigned' | 'all';
export const ASSIGNEES: readonly Assignee[] = ['all', 'me', 'unassigned'];
export type Sort = 'latest' | 'oldest' | 'waiting' | 'priority' | 'created';
export const SORTS: readonly Sort[] = ['latest', 'oldest', 'waiting', 'priority', 'created'];

export interface Filter {
  assignee: Assignee;
  status: Status | 'all';
  inbox?: number;
  team?: number;
  label?: string;
  /** Only the hub knows which these are. */
  kind?: 'mention' | 'unattended';
  words?: string;
  folder?: number;
}

const SORT_NAMES: Record<Sort, string> = {
  latest: 'last_activity_at_desc',
  oldest: 'last_activity_at_asc',
  waiting: 'waiting_since_asc',
  priority: 'priority_desc',
  created: 'created_at_desc',
};

const RANK: Record<Priority, number> = { urgent: 4, high: 3, medium: 2, low: 1 };

export function queryOf(filter: Filter, sort: Sort): Record<string, string | number | undefined | string[]> {
  return {
    status: filter.status,
    assignee_type: filter.assignee,
    inbox_id: filter.inbox,
    team_id: filter.team,
    labels: filter.label ? [filter.label] : undefined,
    conversation_type: filter.kind,
    q: filter.words,
    sort_by: SORT_NAMES[sort],
  };
}

/** Whether a conversation that just changed belongs in the list; undefined when only the hub can tell. */
export function matches(conversation: Conversation, filter: Filter, me: number): boolean | undefined {
  const assignee = conversation.meta.assignee?.id;
  if (filter.status !== 'all' && !filter.words && conversation.status !== filter.status) {
    return false;
  }
  if (filter.assignee === 'me' && assignee !== me) {
    return false;
  }
  if (filter.assignee === 'unassigned' && assignee !== undefined) {
    return false;
  }
  if (filter.inbox && conversation.inbox_id !== filter.inbox) {
    return false;
  }
  if (filter.team && conversation.meta.team?.id !== filter.team) {
    return false;
  }
  if (filter.label && !conversation.labels.includes(filter.label)) {
    return false;
  }
  return filter.words || filter.kind || filter.folder ? undefined : true;
}

/** Total, so that nothing jumps: equal ones stand by their number, as on the hub. */
export function comparator(sort: Sort): (a: Conversation, b: Conversation) => number {
  switch (sort) {
    case 'oldest':
      return (a, b) => a.last_activity_at - b.last_activity_at || a.id - b.id;
    case 'waiting':
      return (a, b) => (a.waiting_since || Infinity) - (b.waiting_since || Infinity) || a.id - b.id || 0;
    case 'priority':
      return (a, b) => rank(b) - rank(a) || b.last_activity_at - a.last_activity_at || b.id - a.id;
    case 'created':
      return (a, b) => b.created_at - a.created_at || b.id - a.id;
    default:
      return (a, b) => b.last_activity_at - a.last_activity_at || b.id - a.id;
  }
}

const rank = (conversation: Conversation) => (conversation.priority ? RANK[conversation.priority] : 0);

/** Where an item belongs in a sorted list that does not hold it. */
export function placeOf<T>(sorted: readonly T[], item: T, compare: (a: T, b: T) => number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compare(sorted[middle] as T, item) <= 0) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

/** REST form and push form become one; what a push leaves out stays as it was known. */
export function merged(wire: WireConversation, known: Conversation | undefined): Conversation {
  const pushed = wire.last_non_activity_message === undefined;
  const last = wire.last_non_activity_message ?? wire.messages?.[0] ?? null;
  return {
    status: 'open',
    priority: null,
    labels: [],
    unread_count: 0,
    last_activity_at: 0,
    created_at: 0,
    waiting_since: 0,
    agent_last_seen_at: 0,
    contact_last_seen_at: 0,
    snoozed_until: null,
    can_reply: true,
    custom_attributes: {},
    additional_attributes: {},
    ...known,
    ...strip(wire),
    inbox_id: wire.inbox_id ?? known?.inbox_id ?? 0,
    muted: wire.muted ?? wire.meta.sender.blocked ?? known?.muted ?? false,
    meta: {
      ...wire.meta,
      sender: { ...known?.meta.sender, ...wire.meta.sender },
      assignee: wire.meta.assignee ?? null,
      team: wire.meta.team ?? null,
      channel: wire.meta.channel ?? wire.channel ?? known?.meta.channel,
    },
    last_message: newest(last, pushed ? known?.last_message : null),
  } as Conversation;
}

function newest(a: Message | null | undefined, b: Message | null | undefined): Message | null {
  if (!a || !b) {
    return a ?? b ?? null;
  }
  return a.id >= b.id ? a : b;
}

function strip({ messages: _messages, last_non_activity_message: _last, changed: _changed, channel: _channel, meta: _meta, ...rest }: WireConversation) {
  return rest;
}
