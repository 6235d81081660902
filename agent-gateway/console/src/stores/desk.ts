/** What the three panes show: which list, which conversation, which of the pickers is open. */
import { defineStore } from 'pinia';
import { computed, ref } from 'vue';
import type { Filter } from '@/lib/conversations';
import { router } from '@/router';
import { useConversations } from './conversations';
import { useUi } from './ui';

export type Picker = 'assignee' | 'team' | 'priority' | 'labels' | 'snooze';
export type View = 'mine' | 'unassigned' | 'all' | 'mentions' | 'unattended' | 'inbox' | 'team' | 'label' | 'folder';

export const useDesk = defineStore('desk', () => {
  const conversations = useConversations();
  const ui = useUi();
  const view = ref<View>('mine');
  const viewId = ref('');
  const openId = ref<number | null>(null);
  const picker = ref<Picker | null>(null);
  /** Counts up when the composer is to take the focus. */
  const composing = ref<{ mode: 'reply' | 'note'; times: number }>({ mode: 'reply', times: 0 });
  /** Text that somebody chose for the composer; counts up with each. */
  const inserting = ref<{ text: string; mode: 'reply' | 'note'; times: number }>({ text: '', mode: 'reply', times: 0 });
  const searching = ref(0);
  const current = computed(() => (openId.value === null ? undefined : conversations.byId.get(openId.value)));

  const listPath = computed(() => `/app/inbox/${view.value}${viewId.value ? `/${encodeURIComponent(viewId.value)}` : ''}`);
  const pathOf = (id: number) => `${listPath.value}/conversation/${id}`;

  function filterOf(kept: Filter): Filter {
    const scoped = { assignee: 'all' as const, status: kept.status, words: kept.words };
    // Whose they are is kept from one inbox to the next, but “mine” of the whole account is no choice for an inbox.
    const within = { ...scoped, assignee: kept.inbox ?? kept.team ?? kept.label ? kept.assignee : ('all' as const) };
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

  function step(by: number): void {
    const { ids } = conversations;
    const at = openId.value === null ? -1 : ids.indexOf(openId.value);
    const next = ids[at < 0 ? (by > 0 ? 0 : ids.length - 1) : at + by];
    if (next !== undefined) {
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

  function pick(next: Picker): void {
    picker.value = next;
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

  return { view, viewId, openId, picker, composing, inserting, searching, current, listPath, pathOf, filterOf, step, close, escape, markUnread, pick, compose, insert, focusSearch, toggleContact };
});
