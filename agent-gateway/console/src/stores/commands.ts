/** Everything that can be done by a key or from the palette, in one place. */
import { defineStore } from 'pinia';
import { computed } from 'vue';
import { translate as t } from '@/i18n';
import type { Command } from '@/lib/keys';
import { AVAILABILITIES, type Agent, type Status } from '@/api/types';
import { useBulk } from '@/list/bulk';
import { router } from '@/router';
import { sectionsFor } from '@/settings/sections';
import { useConversations } from './conversations';
import { useDesk } from './desk';
import { useDirectory } from './directory';
import { useFolders } from './folders';
import { useSession } from './session';
import { useUi } from './ui';

export const useCommands = defineStore('commands', () => {
  const ui = useUi();
  const desk = useDesk();
  const conversations = useConversations();
  const directory = useDirectory();
  const folders = useFolders();
  const session = useSession();
  const bulk = useBulk();
  const run = (work: () => Promise<unknown> | unknown) => () => void ui.attempt(async () => work());

  const general = computed<Command[]>(() => [
    { id: 'palette', group: t('keys.general'), title: t('command.palette'), keys: 'mod+k', everywhere: true, hidden: true, run: () => { ui.paletteOpen = !ui.paletteOpen; } },
    { id: 'keys', group: t('keys.general'), title: t('command.keys'), keys: '?', run: () => { ui.keysOpen = true; } },
    { id: 'search', group: t('keys.general'), title: t('command.search'), keys: '/', run: () => ui.search() },
    { id: 'theme', group: t('keys.general'), title: ui.dark ? t('command.light') : t('command.dark'), keys: 'mod+shift+l', run: () => { ui.theme = ui.dark ? 'light' : 'dark'; } },
    ...AVAILABILITIES.map((it): Command => ({ id: `say-${it}`, group: t('keys.general'), title: t('command.say', { availability: t(`availability.${it}`) }), run: run(() => session.say(it)) })),
  ]);

  const places = computed<Command[]>(() => {
    const to = (id: string, title: string, path: string, keys?: string): Command => ({ id: `go-${id}`, group: t('keys.go'), title, keys, run: () => void router.push(path) });
    return [
      to('mine', t('view.mine'), '/app/inbox/mine', 'g m'),
      to('unassigned', t('view.unassigned'), '/app/inbox/unassigned', 'g u'),
      to('all', t('view.all'), '/app/inbox/all', 'g a'),
      to('mentions', t('view.mentions'), '/app/inbox/mentions', 'g n'),
      to('contacts', t('nav.contacts'), '/app/contacts', 'g c'),
      to('overview', t('nav.overview'), '/app/overview', 'g o'),
      ...(session.isAdministrator ? [to('reports', t('nav.reports'), '/app/reports', 'g r')] : []),
      to('settings', t('nav.settings'), '/app/settings', 'g s'),
      ...sectionsFor(session.isAdministrator).map((it) => to(`settings-${it}`, `${t('nav.settings')} › ${t(`settings.${it}`)}`, `/app/settings/${it}`)),
      ...folders.items.map((it) => to(`folder-${it.id}`, it.name, `/app/inbox/folder/${it.id}`)),
      ...directory.inboxes.map((it) => to(`inbox-${it.id}`, it.name, `/app/inbox/inbox/${it.id}`)),
      ...directory.teams.map((it) => to(`team-${it.id}`, it.name, `/app/inbox/team/${it.id}`)),
      ...directory.labels.map((it) => to(`label-${it.id}`, `#${it.title}`, `/app/inbox/label/${encodeURIComponent(it.title)}`)),
    ];
  });

  const inList = computed<Command[]>(() => [
    { id: 'next', group: t('keys.list'), title: t('command.next'), keys: 'j', hidden: true, run: () => desk.step(1) },
    { id: 'previous', group: t('keys.list'), title: t('command.previous'), keys: 'k', hidden: true, run: () => desk.step(-1) },
    { id: 'select', group: t('keys.list'), title: t('command.select'), keys: 'x', hidden: true, run: () => { if (desk.current) { conversations.toggleSelected(desk.current.id); } } },
    { id: 'select-all', group: t('keys.list'), title: t('command.selectAll'), keys: 'mod+a', hidden: true, run: () => conversations.selectAll() },
    { id: 'search-list', group: t('keys.list'), title: t('list.search'), keys: 'mod+shift+f', run: () => desk.focusSearch() },
    { id: 'close', group: t('keys.list'), title: t('command.close'), keys: 'Escape', hidden: true, run: () => desk.escape() },
  ]);

  /** What works for what is open, and as well for all that are selected. */
  const forMany = computed<Command[]>(() => {
    const group = t('keys.conversation');
    const status = (next: Status) => run(() => (conversations.selected.size ? bulk.status(next) : desk.current && conversations.setStatus(desk.current.id, next)));
    const assign = (agent: Agent | undefined) => run(() => (conversations.selected.size ? bulk.assign(agent?.id ?? 0) : desk.current && conversations.assign(desk.current.id, agent)));
    const reopens = !conversations.selected.size && desk.current?.status === 'resolved';
    return [
      { id: 'resolve', group, title: reopens ? t('action.reopen') : t('action.resolve'), keys: 'e', run: status(reopens ? 'open' : 'resolved') },
      { id: 'pending', group, title: t('command.pending'), run: status('pending') },
      { id: 'snooze', group, title: t('action.snooze'), keys: 's', run: () => desk.pick('snooze') },
      { id: 'assign', group, title: t('action.assign'), keys: 'a', run: () => desk.pick('assignee') },
      { id: 'assign-me', group, title: t('command.assignMe'), keys: 'i', run: assign(directory.agentById.get(session.me)) },
      { id: 'unassign', group, title: t('command.unassign'), keys: 'shift+i', run: assign(undefined) },
      { id: 'team', group, title: t('action.team'), keys: 't', run: () => desk.pick('team') },
      { id: 'priority', group, title: t('action.priority'), keys: 'p', run: () => desk.pick('priority') },
      { id: 'labels', group, title: t('action.labels'), keys: 'l', run: () => desk.pick('labels') },
    ];
  });

  const forOne = computed<Command[]>(() => {
    const { current } = desk;
    const group = t('keys.conversation');
    return [
      { id: 'reply', group, title: t('command.reply'), keys: 'r', run: () => desk.compose('reply') },
      { id: 'note', group, title: t('command.note'), keys: 'n', run: () => desk.compose('note') },
      { id: 'contact', group, title: t('command.contact'), keys: 'c', run: () => desk.toggleContact() },
      { id: 'unread', group, title: t('action.unread'), keys: 'u', run: run(() => desk.markUnread()) },
      { id: 'mute', group, title: current?.muted ? t('action.unmute') : t('action.mute'), keys: 'shift+m', run: run(() => current && conversations.setMuted(current.id, !current.muted)) },
    ];
  });

  /** What can be done now: nothing to what no page shows. */
  const all = computed(() => [
    ...(desk.current ? forOne.value : []),
    ...(desk.current || (desk.isShown && conversations.selected.size) ? forMany.value : []),
    ...(desk.isShown ? inList.value : []),
    ...general.value,
    ...places.value,
  ]);
  /** What there is to know. */
  const map = computed(() => [...inList.value, ...forOne.value, ...forMany.value, ...general.value, ...places.value].filter((it) => it.keys));
  return { all, map };
});
