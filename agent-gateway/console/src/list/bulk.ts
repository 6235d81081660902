/** The same thing done to all selected conversations: in one call where the hub takes one, else each by itself. */
import { useI18n } from 'vue-i18n';
import { api, Refused } from '@/api/client';
import type { Conversation, Priority, Status } from '@/api/types';
import { snoozeUntil, type SnoozeChoice } from '@/lib/time';
import { useConversations } from '@/stores/conversations';
import { useDirectory } from '@/stores/directory';
import { useUi } from '@/stores/ui';

const AT_ONCE = 4;

export function useBulk() {
  const { t } = useI18n();
  const ui = useUi();
  const conversations = useConversations();
  const directory = useDirectory();

  async function apply(fields: Record<string, unknown>, more: Record<string, unknown>, shown: (it: Conversation) => Partial<Conversation>, each: (id: number) => Promise<unknown>): Promise<void> {
    const ids = [...conversations.selected];
    conversations.clearSelection();
    await ui.attempt(async () => {
      try {
        const { failed } = await api.post<{ changed: number; failed: { id: number; error: string }[] }>('/bulk_actions', { type: 'Conversation', ids, ...(Object.keys(fields).length ? { fields } : {}), ...more });
        const changed = ids.filter((id) => !failed.some((it) => it.id === id));
        changed.forEach((id) => {
          const known = conversations.byId.get(id);
          if (known) {
            conversations.patch(id, shown(known));
          }
        });
        void conversations.refreshCounts();
        if (failed.length) {
          ui.say(t('bulk.failed', { n: failed.length, why: failed[0]?.error }), 'bad');
        }
        if (changed.length) {
          ui.say(t('bulk.done', changed.length));
        }
      } catch (failure) {
        if (!(failure instanceof Refused && failure.notThere)) {
          throw failure;
        }
        await inTurns(ids, each);
        ui.say(t('bulk.done', ids.length));
      }
    });
  }

  return {
    status: (status: Status) => void apply({ status }, {}, () => ({ status }), (id) => conversations.setStatus(id, status)),
    snooze: (choice: SnoozeChoice) => {
      const until = snoozeUntil(choice, new Date());
      const more = until ? { snoozed_until: Math.floor(until.getTime() / 1000) } : {};
      void apply({ status: 'snoozed' }, more, () => ({ status: 'snoozed', snoozed_until: until?.toISOString() ?? null }), (id) => conversations.setStatus(id, 'snoozed', until));
    },
    assign: (id: number) => {
      const agent = directory.agentById.get(id) ?? null;
      void apply({ assignee_id: agent?.id ?? null }, {}, (it) => ({ meta: { ...it.meta, assignee: agent } }), (each) => conversations.assign(each, agent));
    },
    team: (id: number) => {
      const team = directory.teams.find((it) => it.id === id) ?? null;
      void apply({ team_id: team?.id ?? null }, {}, (it) => ({ meta: { ...it.meta, team } }), (each) => conversations.assignTeam(each, team));
    },
    priority: (value: string) => {
      const priority = value === 'none' ? null : (value as Priority);
      void apply({ priority }, {}, () => ({ priority }), (id) => conversations.setPriority(id, priority));
    },
    label: (title: string) => void apply({}, { labels: { add: [title] } }, (it) => ({ labels: [...new Set([...it.labels, title])] }), (id) =>
      conversations.setLabels(id, [...new Set([...(conversations.byId.get(id)?.labels ?? []), title])])),
  };
}

/** A few at a time, all of them even when one fails; the first failure is told. */
export async function inTurns(ids: readonly number[], work: (id: number) => Promise<unknown>): Promise<void> {
  const waiting = [...ids];
  const failures: unknown[] = [];
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
      await work(id).catch((failure: unknown) => failures.push(failure));
    }
  }));
  if (failures.length) {
    throw failures[0];
  }
}
