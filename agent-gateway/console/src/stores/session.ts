/** Who is signed in. */
import { defineStore } from 'pinia';
import { computed, ref } from 'vue';
import { api } from '@/api/client';
import type { Availability, Profile } from '@/api/types';

export const useSession = defineStore('session', () => {
  const profile = ref<Profile | null>(null);
  const me = computed(() => profile.value?.id ?? 0);
  const account = computed(() => profile.value?.accounts.find((it) => it.id === profile.value?.account_id));
  const isAdministrator = computed(() => account.value?.role === 'administrator');
  const availability = computed<Availability>(() => account.value?.availability ?? 'offline');

  /** @throws when nobody is signed in, or the hub is away */
  async function load(): Promise<Profile> {
    take(await api.request<Profile>('GET', '/api/v1/profile'));
    return profile.value as Profile;
  }

  function take(next: Profile): void {
    profile.value = next;
    api.useAccount(next.account_id);
  }

  async function signIn(email: string, password: string): Promise<void> {
    await api.signIn(email, password);
    await load();
  }

  function signOut(): void {
    api.signOut();
    profile.value = null;
  }

  async function say(next: Availability): Promise<void> {
    take(await api.request<Profile>('POST', '/api/v1/profile/availability', { account_id: profile.value?.account_id, availability: next }));
  }

  async function update(change: Record<string, unknown>): Promise<void> {
    take(await api.request<Profile>('PUT', '/api/v1/profile', { profile: change }));
  }

  async function replaceToken(): Promise<void> {
    take(await api.request<Profile>('POST', '/api/v1/profile/reset_access_token'));
  }

  async function switchAccount(id: number): Promise<void> {
    await api.request('PUT', '/api/v1/profile/set_active_account', { account_id: id });
    location.assign('/');
  }

  return { profile, me, account, isAdministrator, availability, load, signIn, signOut, say, update, replaceToken, switchAccount };
});
