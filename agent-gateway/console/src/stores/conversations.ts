/** Conversations by number, and the list that is shown of them, kept right by the stream. */
import { useDebounceFn, useStorage, useThrottleFn } from '@vueuse/core';
import { defineStore } from 'pinia';
import { computed, ref, shallowReactive, shallowRef } from 'vue';
import { api } from '@/api/client';
import { STATUSES, type Conversation, type Counts, type Message, type Priority, type Status, type WireConversation } from '@/api/types';
import { comparator, matches, merged, placeOf, queryOf, type Assignee, type Filter, type Sort } from '@/lib/conversations';
import { translate as t } from '@/i18n';
import { nameOf } from '@/lib/contact';
import { useFolders } from './folders';
import { useSession } from './session';
import { useUi } from './ui';

/** What a list begins with, and what is fetched of it whenever its end comes near: the most that the hub gives. */
const FIRST_PAGE = 50;
const NEXT_PAGE = 100;
const COUNTS_AT_MOST_EVERY = 1_500;

interface Page {
  data: { meta: Counts; payload: WireConversation[] };
}

export const useConversations = defineStore('conversations', () => {
  const byId = shallowReactive(new Map<number, Conversation>());
  const ids = shallowRef<number[]>([]);
  const filter = ref<Filter>({ assignee: 'me', status: 'open' });
  const sort = useStorage<Sort>('parley.sort', 'latest');
  const hasMore = ref(false);
  const loading = ref(false);
  const failed = ref(false);
  const counts = ref<Counts>({ mine_count: 0, unassigned_count: 0, assigned_count: 0, all_count: 0 });
  const statusCounts = ref<Partial<Record<Status, number>>>({});
  const selected = ref<Set<number>>(new Set());
  const list = computed(() => ids.value.map((id) => byId.get(id)).filter((it) => it !== undefined));
  let generation = 0;
  /** What the stream told of while a list was on its way: the list may be older. */
  const meanwhile = new Set<number>();

  async function show(next: Filter): Promise<void> {
    filter.value = next;
    selected.value = new Set();
    await reload();
  }

  /** What is already known is shown at once; the hub's word follows. */
  function reload(): Promise<void> {
    hasMore.value = false;
    return fetchList(known(), FIRST_PAGE);
  }

  /** What is shown, as far as it was loaded. */
  const refresh = () => fetchList(ids.value, ids.value.length);

  async function fetchList(shown: number[], rows: number): Promise<void> {
    const mine = ++generation;
    ids.value = shown;
    meanwhile.clear();
    loading.value = true;
    failed.value = false;
    try {
      const fetched = await fetchRows(rows, () => mine === generation);
      if (mine !== generation) {
        return;
      }
      fetched.conversations.forEach(keep);
      ids.value = fetched.conversations.map((conversation) => conversation.id);
      hasMore.value = fetched.hasMore;
      counts.value = fetched.counts;
      meanwhile.forEach((id) => void fetchOne(id).catch(() => undefined));
      void refreshStatusCounts();
    } catch (failure) {
      if (mine === generation) {
        failed.value = true;
      }
      throw failure;
    } finally {
      if (mine === generation) {
        loading.value = false;
      }
    }
  }

  /** From the top, in as many pages as it takes. */
  async function fetchRows(rows: number, wanted: () => boolean): Promise<{ conversations: WireConversation[]; hasMore: boolean; counts: Counts }> {
    const limit = rows > FIRST_PAGE ? NEXT_PAGE : FIRST_PAGE;
    const first = (await fetchPage(limit)).data;
    // One that moves down meanwhile is on two pages.
    const found = new Map(first.payload.map((it) => [it.id, it]));
    let last = first.payload;
    while (last.length === limit && found.size < rows && wanted()) {
      last = (await fetchPage(limit, last.at(-1)?.id)).data.payload;
      last.forEach((it) => found.set(it.id, it));
    }
    return { conversations: [...found.values()], hasMore: last.length === limit, counts: first.meta };
  }

  async function loadMore(): Promise<void> {
    if (!hasMore.value || loading.value) {
      return;
    }
    const mine = generation;
    loading.value = true;
    try {
      const { payload } = (await fetchPage(NEXT_PAGE, ids.value.at(-1))).data;
      if (mine === generation) {
        payload.forEach(keep);
        const have = new Set(ids.value);
        ids.value = [...ids.value, ...payload.map((it) => it.id).filter((id) => !have.has(id))];
        hasMore.value = payload.length === NEXT_PAGE;
      }
    } finally {
      if (mine === generation) {
        loading.value = false;
      }
    }
  }

  function fetchPage(limit: number, after?: number): Promise<Page> {
    const { folder } = filter.value;
    if (folder) {
      return useFolders().conditionsOf(folder).then(async (payload) => {
        const { sort_by } = queryOf(filter.value, sort.value);
        return { data: await api.post<Page['data']>('/conversations/filter', { payload, sort_by, limit, after }) };
      });
    }
    return api.get<Page>('/conversations', { ...queryOf(filter.value, sort.value), limit, after });
  }

  function known(): number[] {
    const me = useSession().me;
    return [...byId.values()]
      .filter((it) => matches(it, filter.value, me) === true)
      .sort(comparator(sort.value))
      .slice(0, FIRST_PAGE)
      .map((it) => it.id);
  }

  function keep(wire: WireConversation): Conversation {
    const conversation = merged(wire, byId.get(wire.id));
    byId.set(conversation.id, conversation);
    return conversation;
  }

  async function fetchOne(id: number): Promise<Conversation> {
    return place(keep(await api.get<WireConversation>(`/conversations/${id}`)));
  }

  /** In, out or elsewhere in the list that is shown. */
  function place(conversation: Conversation): Conversation {
    const belongs = matches(conversation, filter.value, useSession().me);
    if (belongs === undefined) {
      refreshSoon();
      return conversation;
    }
    const compare = comparator(sort.value);
    const others = ids.value.filter((id) => id !== conversation.id);
    const sorted = others.map((id) => byId.get(id) as Conversation);
    if (belongs) {
      const at = placeOf(sorted, conversation, compare);
      // Below what is loaded it will come when scrolled to.
      if (at < sorted.length || !hasMore.value) {
        others.splice(at, 0, conversation.id);
      }
    } else {
      deselect([conversation.id]);
    }
    if (others.length !== ids.value.length || others.some((id, index) => id !== ids.value[index])) {
      ids.value = others;
    }
    return conversation;
  }

  const refreshSoon = useDebounceFn(() => { void refresh().catch(() => undefined); }, 400, { maxWait: 2_000 });

  const refreshCounts = useThrottleFn(async () => {
    if (filter.value.folder) {
      return;
    }
    const { meta } = await api.get<{ meta: Counts }>('/conversations/meta', queryOf(filter.value, sort.value));
    counts.value = meta;
    await refreshStatusCounts();
  }, COUNTS_AT_MOST_EVERY, true);

  /** Resolved ones are history and not counted. */
  async function refreshStatusCounts(): Promise<void> {
    if (filter.value.folder || filter.value.kind === 'mention') {
      return;
    }
    const mine = generation;
    const wanted = STATUSES.filter((status) => status !== 'resolved');
    const answers = await Promise.all(wanted.map((status) => status === filter.value.status
      ? Promise.resolve({ meta: counts.value })
      : api.get<{ meta: Counts }>('/conversations/meta', queryOf({ ...filter.value, status }, sort.value))));
    if (mine === generation) {
      statusCounts.value = Object.fromEntries(wanted.map((status, index) => [status, countOf(answers[index]?.meta, filter.value.assignee)]));
    }
  }

  // ---- what the stream tells

  function receive(wire: WireConversation): void {
    note(wire.id);
    place(keep(wire));
    void refreshCounts();
  }

  function note(id: number): void {
    if (loading.value) {
      meanwhile.add(id);
    }
  }

  function receiveMessage(message: Message, isNew: boolean, reading: boolean): void {
    note(message.conversation_id);
    const conversation = byId.get(message.conversation_id);
    if (!conversation) {
      if (isNew) {
        void fetchOne(message.conversation_id).catch(() => undefined);
      }
      return;
    }
    const isLast = message.message_type !== 2 && message.id >= (conversation.last_message?.id ?? 0);
    const next: Conversation = {
      ...conversation,
      last_message: isLast ? message : conversation.last_message,
      last_activity_at: Math.max(conversation.last_activity_at, message.conversation?.last_activity_at ?? 0),
      waiting_since: message.conversation?.waiting_since ?? conversation.waiting_since,
      unread_count: reading ? 0 : (message.conversation?.unread_count ?? conversation.unread_count),
    };
    byId.set(next.id, next);
    place(next);
  }

  function patch(id: number, change: Partial<Conversation>): void {
    const known = byId.get(id);
    if (known) {
      const next = { ...known, ...change };
      byId.set(id, next);
      place(next);
    }
  }

  /** A person who is erased leaves nothing. */
  function forgetContact(contact: number): void {
    const gone = new Set([...byId.values()].filter((it) => it.meta.sender.id === contact).map((it) => it.id));
    ids.value = ids.value.filter((id) => !gone.has(id));
    deselect(gone);
    gone.forEach((id) => byId.delete(id));
    void refreshCounts();
  }

  // ---- what agents do: shown at once, taken back when the hub refuses

  async function change(id: number, shown: (conversation: Conversation) => Partial<Conversation>, work: () => Promise<unknown>): Promise<void> {
    const before = byId.get(id);
    if (before) {
      patch(id, shown(before));
    }
    try {
      await work();
      void refreshCounts();
    } catch (failure) {
      if (before) {
        byId.set(id, before);
        place(before);
      }
      throw failure;
    }
  }

  async function setStatus(id: number, status: Status, until?: Date): Promise<void> {
    const before = byId.get(id);
    await change(id, () => ({ status, snoozed_until: until?.toISOString() ?? null }), () =>
      api.post(`/conversations/${id}/toggle_status`, { status, ...(until ? { snoozed_until: Math.floor(until.getTime() / 1000) } : {}) }));
    if (before && before.status !== status) {
      const ui = useUi();
      const back = () => setStatus(id, before.status, before.snoozed_until ? new Date(before.snoozed_until) : undefined);
      ui.say(t(`statusSet.${status}`, { name: nameOf(before.meta.sender, t) }), 'info', { label: t('action.undo'), run: () => void ui.attempt(back) });
    }
  }

  const setPriority = (id: number, priority: Priority | null) =>
    change(id, () => ({ priority }), () => api.post(`/conversations/${id}/toggle_priority`, { priority }));

  const setLabels = (id: number, labels: string[]) =>
    change(id, () => ({ labels }), () => api.post(`/conversations/${id}/labels`, { labels }));

  const assign = (id: number, agent: Conversation['meta']['assignee']) =>
    change(id, (it) => ({ meta: { ...it.meta, assignee: agent ?? null } }), () =>
      api.post(`/conversations/${id}/assignments`, { assignee_id: agent?.id ?? null }));

  const assignTeam = (id: number, team: Conversation['meta']['team']) =>
    change(id, (it) => ({ meta: { ...it.meta, team: team ?? null } }), () =>
      api.post(`/conversations/${id}/assignments`, { team_id: team?.id ?? null }));

  const setMuted = (id: number, muted: boolean) =>
    change(id, () => ({ muted }), () => api.post(`/conversations/${id}/${muted ? 'mute' : 'unmute'}`));

  const markUnread = (id: number) =>
    change(id, (it) => ({ unread_count: Math.max(1, it.unread_count) }), () => api.post(`/conversations/${id}/unread`));

  const setAttributes = (id: number, custom_attributes: Record<string, unknown>) =>
    change(id, () => ({ custom_attributes }), () => api.post(`/conversations/${id}/custom_attributes`, { custom_attributes }));

  async function markSeen(id: number): Promise<void> {
    patch(id, { unread_count: 0 });
    await api.post(`/conversations/${id}/update_last_seen`);
  }

  // ---- many at once

  function toggleSelected(id: number, through = false): void {
    const next = new Set(selected.value);
    if (through && next.size > 0) {
      const from = ids.value.indexOf([...next].at(-1) as number);
      const to = ids.value.indexOf(id);
      ids.value.slice(Math.min(from, to), Math.max(from, to) + 1).forEach((each) => next.add(each));
    } else if (!next.delete(id)) {
      next.add(id);
    }
    selected.value = next;
  }

  /** Nothing is done to what is no longer seen. */
  function deselect(gone: Iterable<number>): void {
    const left = new Set(selected.value);
    for (const id of gone) {
      left.delete(id);
    }
    if (left.size !== selected.value.size) {
      selected.value = left;
    }
  }

  function clearSelection(): void {
    selected.value = new Set();
  }

  function selectAll(): void {
    selected.value = new Set(ids.value);
  }

  return {
    byId, ids, list, filter, sort, hasMore, loading, failed, counts, statusCounts, selected,
    show, reload, refresh, loadMore, fetchOne, keep, receive, receiveMessage, forgetContact, patch, refreshCounts,
    setStatus, setPriority, setLabels, assign, assignTeam, setMuted, markUnread, markSeen, setAttributes,
    toggleSelected, clearSelection, selectAll,
  };
});

export function countOf(counts: Counts | undefined, assignee: Assignee): number {
  if (!counts) {
    return 0;
  }
  return assignee === 'me' ? counts.mine_count : assignee === 'unassigned' ? counts.unassigned_count : counts.all_count;
}
