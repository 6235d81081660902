/** What the three panes show: which list, which conversation, which of the pickers is open. */
import { defineStore } from 'pinia';
import { computed, ref, shallowRef, watch } from 'vue';
import type { LocationQueryRaw } from 'vue-router';
import { STATUSES, type Status } from '@/api/types';
import { ASSIGNEES, type Assignee, type Filter } from '@/lib/conversations';
import { queryString } from '@/api/client';
import { router } from '@/router';
import { useConversations } from './conversations';
import { useUi } from './ui';

export type Picker = 'assignee' | 'team' | 'priority' | 'labels' | 'snooze';
export type View = 'mine' | 'unassigned' | 'all' | 'mentions' | 'unattended' | 'inbox' | 'team' | 'label' | 'folder';

export interface Narrowing {
  q?: string;
  status?: Status;
  assignee?: Assignee;
}

/** What goes without saying is not said. */
function narrowingOf({ q, status, assignee }: LocationQueryRaw): Narrowing {
  return {
    ...(typeof q === 'string' && q ? { q } : {}),
    ...(status !== 'open' && STATUSES.includes(status as Status) ? { status: status as Status } : {}),
    ...(assignee !== 'all' && ASSIGNEES.includes(assignee as Assignee) ? { assignee: assignee as Assignee } : {}),
  };
}

export const useDesk = defineStore('desk', () => {
  const conversations = useConversations();
  const ui = useUi();
  const view = ref<View>('mine');
  const viewId = ref('');
  const openId = ref<number | null>(null);
  const picker = ref<Picker | null>(null);
  /** The same for all that are selected. */
  const bulkPicker = ref<Picker | null>(null);
  /** Counts up when the composer is to take the focus. */
  const composing = ref<{ mode: 'reply' | 'note'; times: number }>({ mode: 'reply', times: 0 });
  /** Text that somebody chose for the composer; counts up with each. */
  const inserting = ref<{ text: string; mode: 'reply' | 'note'; times: number }>({ text: '', mode: 'reply', times: 0 });
  const searching = ref(0);
  /** Opened by a key that opens the next one, too: the keys stay the list's. */
  const steppedTo = ref<number | null>(null);
  const route = router.currentRoute;
  /** Nothing is done to what another page hides. */
  const isShown = computed(() => ['list', 'open', 'conversation'].includes(String(route.value.name)));
  const current = computed(() => (openId.value === null || !isShown.value ? undefined : conversations.byId.get(openId.value)));

  /** What narrows the list: it stands in the list's address, to be gone back to, reloaded and passed on. */
  const narrowing = shallowRef<Narrowing>({});
  watch(route, ({ params, query }) => {
    if (params.view) {
      narrowing.value = narrowingOf(query);
    }
  }, { immediate: true, flush: 'sync' });

  const basePath = computed(() => `/app/inbox/${view.value}${viewId.value ? `/${encodeURIComponent(viewId.value)}` : ''}`);
  const listPath = computed(() => basePath.value + queryString({ ...narrowing.value }));
  const pathOf = (id: number) => `${basePath.value}/conversation/${id}${queryString({ ...narrowing.value })}`;

  function narrow(change: Narrowing): Promise<unknown> {
    return router.push({ path: basePath.value + (openId.value === null ? '' : `/conversation/${openId.value}`), query: { ...narrowingOf({ ...narrowing.value, ...change }) } });
  }

  function filterOf({ words }: Pick<Filter, 'words'>): Filter {
    const scoped = { assignee: 'all' as const, status: narrowing.value.status ?? ('open' as const), words };
    const within = { ...scoped, assignee: narrowing.value.assignee ?? ('all' as const) };
    const id = Number(viewId.value);
    switch (view.value) {
      case 'mine':
        return { ...scoped, assignee: 'me' };
      case 'unassigned':
        return { ...scoped, assignee: 'unassigned' };
      case 'mentions':
        return { ...scoped, status: 'all', kind: 'mention' };
      case 'unattended':
        return { ...scoped, kind: 'unattended' };
      case 'inbox':
        return { ...within, inbox: id };
      case 'team':
        return { ...within, team: id };
      case 'label':
        return { ...within, label: viewId.value };
      case 'folder':
        return { ...scoped, status: 'all', folder: id };
      default:
        return scoped;
    }
  }

  /** @param by how many rows further */
  function step(by: number): void {
    const { ids } = conversations;
    const at = openId.value === null ? -1 : ids.indexOf(openId.value);
    const next = ids[at < 0 ? (by > 0 ? 0 : ids.length - 1) : at + by];
    if (next !== undefined) {
      steppedTo.value = next;
      void router.push(pathOf(next));
    }
  }

  function close(): Promise<unknown> {
    return router.push(listPath.value);
  }

  function escape(): void {
    if (conversations.selected.size > 0) {
      conversations.clearSelection();
    } else if (openId.value !== null) {
      void close();
    }
  }

  async function markUnread(): Promise<void> {
    const id = openId.value;
    if (id !== null) {
      await close();
      await conversations.markUnread(id);
    }
  }

  /** For the selection where there is one, else for what is open. */
  function pick(next: Picker): void {
    (conversations.selected.size ? bulkPicker : picker).value = next;
  }

  function compose(mode: 'reply' | 'note'): void {
    composing.value = { mode, times: composing.value.times + 1 };
  }

  function insert(text: string, mode: 'reply' | 'note'): void {
    // On a narrow page the panel lies over the composer.
    ui.contactDrawerOpen = false;
    inserting.value = { text, mode, times: inserting.value.times + 1 };
  }

  function focusSearch(): void {
    searching.value += 1;
  }

  function toggleContact(): void {
    if (ui.isMedium) {
      ui.contactDrawerOpen = !ui.contactDrawerOpen;
    } else {
      ui.contactOpen = !ui.contactOpen;
    }
  }

  return { view, viewId, openId, picker, bulkPicker, composing, inserting, searching, steppedTo, isShown, current, narrowing, listPath, pathOf, narrow, filterOf, step, close, escape, markUnread, pick, compose, insert, focusSearch, toggleContact };
});
