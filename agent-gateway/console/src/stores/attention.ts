/** Who else is looking at a conversation or typing in it, and telling them the same of us. */
import { defineStore } from 'pinia';
import { computed, reactive, ref } from 'vue';
import { api } from '@/api/client';
import type { Agent } from '@/api/types';
import { useSession } from './session';

const TYPING_LASTS = 8_000;
const VIEWING_LASTS = 45_000;
const SAY_TYPING_EVERY = 4_000;
const SAY_VIEWING_EVERY = 20_000;

interface Someone {
  id: number;
  name: string;
  contact: boolean;
  note: boolean;
  until: number;
}

export interface Passing {
  conversation?: { id: number };
  user?: { id: number; name: string; available_name?: string; type?: string };
  is_private?: boolean;
}

export const useAttention = defineStore('attention', () => {
  const typing = reactive(new Map<number, Someone[]>());
  const viewing = reactive(new Map<number, Someone[]>());
  const here = ref<number | null>(null);
  let saidTyping = 0;
  let typingIn: number | null = null;
  let viewTimer: ReturnType<typeof setInterval> | undefined;

  setInterval(() => [typing, viewing].forEach(sweep), 1_000);

  function sweep(all: Map<number, Someone[]>): void {
    const now = Date.now();
    all.forEach((some, conversation) => {
      const left = some.filter((it) => it.until > now);
      if (left.length !== some.length) {
        put(all, conversation, left);
      }
    });
  }

  function put(all: Map<number, Someone[]>, conversation: number, some: Someone[]): void {
    if (some.length) {
      all.set(conversation, some);
    } else {
      all.delete(conversation);
    }
  }

  function receive(type: string, { conversation, user, is_private }: Passing): void {
    const contact = user?.type === 'contact';
    if (!conversation || !user || (!contact && user.id === useSession().me)) {
      return;
    }
    const isTyping = type.includes('typing');
    const all = isTyping ? typing : viewing;
    const others = (all.get(conversation.id) ?? []).filter((it) => it.id !== user.id || it.contact !== contact);
    if (type.endsWith('_on')) {
      others.push({ id: user.id, name: user.available_name ?? user.name, contact, note: is_private ?? false, until: Date.now() + (isTyping ? TYPING_LASTS : VIEWING_LASTS) });
    }
    put(all, conversation.id, others);
  }

  function say(conversation: number, on: boolean, note: boolean): void {
    if (on && typingIn === conversation && Date.now() - saidTyping < SAY_TYPING_EVERY) {
      return;
    }
    if (!on && typingIn !== conversation) {
      return;
    }
    saidTyping = Date.now();
    typingIn = on ? conversation : null;
    void api.post(`/conversations/${conversation}/toggle_typing_status`, { typing_status: on ? 'on' : 'off', is_private: note }).catch(() => undefined);
  }

  /** The answer names all who have it open. */
  function sayViewing(conversation: number, on: boolean): void {
    void api.post<{ payload: Agent[] }>(`/conversations/${conversation}/viewing`, { viewing_status: on ? 'on' : 'off' }).then(({ payload }) => {
      const others = payload.filter((it) => it.id !== useSession().me);
      put(viewing, conversation, on ? others.map((it) => ({ id: it.id, name: it.available_name, contact: false, note: false, until: Date.now() + VIEWING_LASTS })) : []);
    }, () => undefined);
  }

  /** @param conversation null when none is open */
  function look(conversation: number | null): void {
    clearInterval(viewTimer);
    if (here.value !== null && here.value !== conversation) {
      say(here.value, false, false);
      sayViewing(here.value, false);
    }
    here.value = conversation;
    if (conversation !== null) {
      sayViewing(conversation, true);
      viewTimer = setInterval(() => {
        if (document.visibilityState === 'visible') {
          sayViewing(conversation, true);
        }
      }, SAY_VIEWING_EVERY);
    }
  }

  const typingHere = computed(() => (here.value === null ? [] : (typing.get(here.value) ?? [])));
  const viewingHere = computed(() => (here.value === null ? [] : (viewing.get(here.value) ?? [])));

  return { typing, viewing, typingHere, viewingHere, receive, say, look };
});
