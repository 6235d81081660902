/** The same thing done to all selected conversations, and taken back as one. */
import { api } from '@/api/client';
import type { Conversation, Priority, Status } from '@/api/types';
import { translate as t } from '@/i18n';
import { useConversations } from '@/stores/conversations';
import { useDirectory } from '@/stores/directory';
import { useUi } from '@/stores/ui';

/** What the hub changes in one call. */
const MOST = 500;

interface Change {
  fields?: Record<string, unknown>;
  labels?: { add?: string[]; remove?: string[] };
  snoozed_until?: number;
}

interface Failed {
  id: number;
  error: string;
}

const seconds = (time: Date | string | null | undefined) => (time ? Math.floor(new Date(time).getTime() / 1000) : undefined);

export function useBulk() {
  const ui = useUi();
  const conversations = useConversations();
  const directory = useDirectory();

  /** Those that could not be changed. */
  async function send(ids: readonly number[], change: Change): Promise<Failed[]> {
    const failed: Failed[] = [];
    for (let at = 0; at < ids.length; at += MOST) {
      failed.push(...(await api.post<{ failed: Failed[] }>('/bulk_actions', { type: 'Conversation', ids: ids.slice(at, at + MOST), ...change })).failed);
    }
    return failed;
  }

  /** @param back what makes a conversation what it is now; undefined when the change is none for it */
  function apply(change: Change, shown: (it: Conversation) => Partial<Conversation>, back: (it: Conversation) => Change | undefined): void {
    const before = [...conversations.selected].map((id) => conversations.byId.get(id)).filter((it) => it !== undefined);
    conversations.clearSelection();
    void ui.attempt(async () => {
      const failed = await send(before.map((it) => it.id), change);
      const changed = before.filter(({ id }) => !failed.some((it) => it.id === id));
      changed.forEach((it) => conversations.patch(it.id, shown(it)));
      void conversations.refreshCounts();
      if (failed.length) {
        ui.say(t('bulk.failed', { n: failed.length, why: failed[0]?.error ?? '' }, failed.length), 'bad');
      }
      if (changed.length) {
        ui.say(t('bulk.done', changed.length), 'info', { label: t('action.undo'), run: () => void ui.attempt(() => undo(changed, shown, back)) });
      }
    });
  }

  async function undo(changed: readonly Conversation[], shown: (it: Conversation) => Partial<Conversation>, back: (it: Conversation) => Change | undefined): Promise<void> {
    const alike = new Map<string, Conversation[]>();
    changed.filter((it) => back(it)).forEach((it) => {
      const change = JSON.stringify(back(it));
      alike.set(change, [...(alike.get(change) ?? []), it]);
    });
    for (const [change, its] of alike) {
      await send(its.map((it) => it.id), JSON.parse(change) as Change);
      its.forEach((it) => conversations.patch(it.id, Object.fromEntries(Object.keys(shown(it)).map((key) => [key, it[key as keyof Conversation]]))));
    }
    void conversations.refreshCounts();
  }

  function status(next: Status, until?: Date): void {
    apply({ fields: { status: next }, snoozed_until: seconds(until) }, () => ({ status: next, snoozed_until: until?.toISOString() ?? null }),
      (it) => ({ fields: { status: it.status }, snoozed_until: seconds(it.snoozed_until) }));
  }

  function assign(id: number): void {
    const agent = directory.agentById.get(id) ?? null;
    apply({ fields: { assignee_id: agent?.id ?? null } }, (it) => ({ meta: { ...it.meta, assignee: agent } }), (it) => ({ fields: { assignee_id: it.meta.assignee?.id ?? null } }));
  }

  function team(id: number): void {
    const chosen = directory.teams.find((it) => it.id === id) ?? null;
    apply({ fields: { team_id: chosen?.id ?? null } }, (it) => ({ meta: { ...it.meta, team: chosen } }), (it) => ({ fields: { team_id: it.meta.team?.id ?? null } }));
  }

  function priority(value: string): void {
    const chosen = value === 'none' ? null : (value as Priority);
    apply({ fields: { priority: chosen } }, () => ({ priority: chosen }), (it) => ({ fields: { priority: it.priority } }));
  }

  function label(title: string): void {
    apply({ labels: { add: [title] } }, (it) => ({ labels: [...new Set([...it.labels, title])] }), (it) => (it.labels.includes(title) ? undefined : { labels: { remove: [title] } }));
  }

  return { status, assign, team, priority, label };
}
