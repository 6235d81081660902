/** What an agent began to write: kept on the hub per conversation, and here while the hub is away. */
import { useDebounceFn } from '@vueuse/core';
import { defineStore } from 'pinia';
import { reactive, shallowReactive } from 'vue';
import { api, Refused } from '@/api/client';
import { useSession } from './session';

const SAVE_AFTER = 700;

/** A text for the contact, and one for colleagues. */
export interface Draft {
  message: string;
  note: string;
  in_reply_to: number | null;
}

/** What goes with it and cannot be kept on the hub: as long as the page stays. */
export interface Enclosed {
  files: File[];
  cc: string;
  bcc: string;
}

const NONE: Readonly<Draft> = { message: '', note: '', in_reply_to: null };
const NOTHING: Readonly<Enclosed> = { files: [], cc: '', bcc: '' };

export const useDrafts = defineStore('drafts', () => {
  const { profile } = useSession();
  /** Numbers of conversations are those of an account, and what is written in them is its writer's. */
  const key = `parley.drafts.${profile?.account_id}.${profile?.id}`;
  const { drafts: kept, unsaved } = read(key);
  const drafts = reactive(kept);
  const enclosures = shallowReactive(new Map<number, Readonly<Enclosed>>());
  /** What the hub does not know yet, also after a reload. */
  const dirty = new Set<number>(unsaved);
  let saving = Promise.resolve();

  const enclosed = (conversation: number): Readonly<Enclosed> => enclosures.get(conversation) ?? NOTHING;
  const enclose = (conversation: number, change: Partial<Enclosed>) => enclosures.set(conversation, { ...enclosed(conversation), ...change });

  const get = (conversation: number): Readonly<Draft> => drafts[conversation] ?? NONE;

  /** All of mine, so that the list shows them from the start. */
  async function loadAll(): Promise<void> {
    const before = { ...drafts };
    const { payload } = await api.get<{ payload: (Draft & { conversation_id: number })[] }>('/drafts');
    payload.filter((it) => isAs(before[it.conversation_id], it.conversation_id)).forEach((it) => keep(it.conversation_id, it));
  }

  /** What the hub knows, unless something newer was written here meanwhile. */
  async function load(conversation: number): Promise<void> {
    const before = drafts[conversation];
    const known = await api.get<Draft>(`/conversations/${conversation}/draft`);
    if (isAs(before, conversation)) {
      keep(conversation, known);
    }
  }

  const isAs = (before: Draft | undefined, conversation: number) => !dirty.has(conversation) && drafts[conversation] === before;

  function write(conversation: number, change: Partial<Draft>): void {
    dirty.add(conversation);
    keep(conversation, { ...get(conversation), ...change });
    saveSoon();
  }

  function keep(conversation: number, { message, note, in_reply_to }: Draft): void {
    if (message || note) {
      drafts[conversation] = { message, note, in_reply_to };
    } else {
      delete drafts[conversation];
    }
    remember();
  }

  const remember = () => localStorage.setItem(key, JSON.stringify({ drafts, unsaved: [...dirty] } satisfies Kept));

  const saveSoon = useDebounceFn(() => { void save(); }, SAVE_AFTER);

  /** What could not be saved is tried with the next one. */
  function save(): Promise<void> {
    saving = saving.then(async () => { await Promise.all([...dirty].map(saveOne)); });
    return saving;
  }

  async function saveOne(conversation: number): Promise<void> {
    const draft = drafts[conversation];
    const path = `/conversations/${conversation}/draft`;
    try {
      await (draft ? api.put(path, draft) : api.delete(path));
    } catch (failure) {
      // Whoever has to sign in again still has it.
      if (!(failure instanceof Refused) || failure.status === 401) {
        return;
      }
    }
    if (drafts[conversation] === draft) {
      dirty.delete(conversation);
      remember();
    }
  }

  return { drafts, get, loadAll, load, write, save, enclosed, enclose };
});

interface Kept {
  drafts: Record<number, Draft>;
  unsaved: number[];
}

function read(key: string): Kept {
  const none = { drafts: {}, unsaved: [] };
  try {
    return { ...none, ...(JSON.parse(localStorage.getItem(key) ?? '{}') as Partial<Kept>) };
  } catch {
    return none;
  }
}
