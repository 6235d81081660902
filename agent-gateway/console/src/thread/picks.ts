/** What the pickers offer. */
import { ChevronsUp, Equal, Minus, UserX, Users } from 'lucide-vue-next';
import { computed, type Component } from 'vue';
import { useI18n } from 'vue-i18n';
import { PRIORITIES, type Agent } from '@/api/types';
import type { Choice } from '@/components/PickMenu.vue';
import { useDirectory } from '@/stores/directory';
import { useSession } from '@/stores/session';

const PRIORITY_ICONS: Record<string, Component> = { urgent: ChevronsUp, high: ChevronsUp, medium: Equal, low: Minus };

export function usePicks() {
  const { t } = useI18n();
  const directory = useDirectory();
  const session = useSession();

  const choicesOf = (agents: readonly Agent[]): Choice<number>[] => [
    { value: 0, title: t('assignee.nobody'), icon: UserX },
    ...agents.map((it) => ({ value: it.id, title: it.available_name, hint: it.id === session.me ? t('assignee.you') : '', picture: { name: it.available_name } })),
  ];

  const agents = computed(() => choicesOf([...directory.agents].sort((a, b) => Number(b.id === session.me) - Number(a.id === session.me))));
  const teams = computed<Choice<number>[]>(() => [{ value: 0, title: t('team.none'), icon: UserX }, ...directory.teams.map((it) => ({ value: it.id, title: it.name, icon: Users }))]);
  const labels = computed<Choice<string>[]>(() => directory.labels.map((it) => ({ value: it.title, title: it.title, colour: it.color })));
  const priorities = computed<Choice<string>[]>(() => [...PRIORITIES.map((it) => ({ value: it as string, title: t(`priority.${it}`), icon: PRIORITY_ICONS[it] })), { value: 'none', title: t('priority.none'), icon: Minus }]);
  return { agents, teams, labels, priorities, choicesOf };
}
