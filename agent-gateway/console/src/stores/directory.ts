/** What changes rarely and everything refers to: inboxes, agents, teams, labels, canned responses. */
import { defineStore } from 'pinia';
import { computed, ref } from 'vue';
import { api } from '@/api/client';
import type { Agent, Availability, CannedResponse, Connection, Inbox, Label, Team } from '@/api/types';
import { useSession } from './session';

export const useDirectory = defineStore('directory', () => {
  const inboxes = ref<Inbox[]>([]);
  const agents = ref<Agent[]>([]);
  const teams = ref<Team[]>([]);
  const labels = ref<Label[]>([]);
  const canned = ref<CannedResponse[]>([]);
  const loadedAt = ref(0);

  const inboxById = computed(() => new Map(inboxes.value.map((inbox) => [inbox.id, inbox])));
  const agentById = computed(() => new Map(agents.value.map((agent) => [agent.id, agent])));
  const labelByTitle = computed(() => new Map(labels.value.map((label) => [label.title, label])));
  const sidebarLabels = computed(() => labels.value.filter((label) => label.show_on_sidebar));

  async function load(): Promise<void> {
    await Promise.all([loadInboxes(), loadAgents(), loadTeams(), loadLabels(), loadCanned()]);
    loadedAt.value = Date.now();
  }

  async function loadInboxes(): Promise<void> {
    inboxes.value = (await api.get<{ payload: Inbox[] }>('/inboxes')).payload;
  }

  async function loadAgents(): Promise<void> {
    agents.value = await api.get<Agent[]>('/agents');
  }

  async function loadTeams(): Promise<void> {
    teams.value = await api.get<Team[]>('/teams');
  }

  async function loadLabels(): Promise<void> {
    labels.value = (await api.get<{ payload: Label[] }>('/labels')).payload;
  }

  async function loadCanned(): Promise<void> {
    canned.value = await api.get<CannedResponse[]>('/canned_responses');
  }

  function takeInbox(change: { id: number; name: string; enabled?: boolean; connection?: Connection }): void {
    inboxes.value = inboxes.value.map((inbox) => (inbox.id === change.id ? { ...inbox, ...change } : inbox));
  }

  function takePresence(users: Record<string, Availability>): void {
    agents.value = agents.value.map((agent) => ({ ...agent, availability_status: users[agent.id] ?? 'offline' }));
  }

  /** Who may hold a conversation of the inbox; the signed-in agent first. */
  async function assignable(inbox: number): Promise<Agent[]> {
    const { payload } = await api.get<{ payload: Agent[] }>('/assignable_agents', { inbox_ids: [inbox] });
    const me = useSession().me;
    return payload.sort((a, b) => Number(b.id === me) - Number(a.id === me) || a.name.localeCompare(b.name));
  }

  return {
    inboxes, agents, teams, labels, canned, loadedAt, inboxById, agentById, labelByTitle, sidebarLabels,
    load, loadInboxes, loadAgents, loadTeams, loadLabels, loadCanned, takeInbox, takePresence, assignable,
  };
});
