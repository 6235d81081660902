/** What an agent began to write: kept on the hub per conversation, and here while the hub is away. */
import { useDebounceFn } from '@vueuse/core';
import { defineStore } from 'pinia';
import { reactive } from 'vue';
import { api, Refused } from '@/api/client';

const KEY = 'parley.drafts';
const SAVE_AFTER = 700;

/** A text for the contact, and one for colleagues. */
export interface Draft {
  message: string;
  note: string;
  in_reply_to: number | null;
}

const NONE: Readonly<Draft> = { message: '', note: '', in_reply_to: null };

export const useDrafts = defineStore('drafts', () => {
  const drafts = reactive(read());
  const dirty = new Set<number>();

  const get = (conversation: number): Readonly<Draft> => drafts[conversation] ?? NONE;

  /** All of mine, so that the list shows them from the start. */
  async function loadAll(): Promise<void> {
    const { payload } = await api.get<{ payload: (Draft & { conversation_id: number })[] }>('/drafts');
    payload.filter((it) => !dirty.has(it.conversation_id)).forEach((it) => keep(it.conversation_id, it));
  }

  /** What the hub knows, unless something newer was written here meanwhile. */
  async function load(conversation: number): Promise<void> {
    if (dirty.has(conversation)) {
      return;
    }
    const known = await api.get<Draft>(`/conversations/${conversation}/draft`);
    if (!dirty.has(conversation)) {
      keep(conversation, known);
    }
  }

  function write(conversation: number, change: Partial<Draft>): void {
    keep(conversation, { ...get(conversation), ...change });
    dirty.add(conversation);
    saveSoon();
  }

  function keep(conversation: number, { message, note, in_reply_to }: Draft): void {
    if (message || note) {
      drafts[conversation] = { message, note, in_reply_to };
    } else {
      delete drafts[conversation];
    }
    localStorage.setItem(KEY, JSON.stringify(drafts));
  }

  const saveSoon = useDebounceFn(() => { void save(); }, SAVE_AFTER);

  /** What could not be saved is tried with the next one. */
  async function save(): Promise<void> {
    for (const conversation of [...dirty]) {
      dirty.delete(conversation);
      const draft = get(conversation);
      const path = `/conversations/${conversation}/draft`;
      try {
        await (draft === NONE ? api.delete(path) : api.put(path, draft));
      } catch (failure) {
        if (!(failure instanceof Refused)) {
          dirty.add(conversation);
        }
      }
    }
  }

  return { drafts, get, loadAll, load, write, save };
});

function read(): Record<number, Draft> {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? '{}') as Record<number, Draft>;
  } catch {
    return {};
  }
}
