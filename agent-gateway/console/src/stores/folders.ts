/** Saved filters, each a list of its own. */
import { defineStore } from 'pinia';
import { ref } from 'vue';
import { api } from '@/api/client';

export interface Folder {
  id: number;
  name: string;
  filter_type?: string;
  query: { payload: Condition[] };
}

export interface Condition {
  attribute_key: string;
  filter_operator: string;
  values: (string | number)[];
  query_operator: 'and' | 'or' | null;
}

export const useFolders = defineStore('folders', () => {
  const items = ref<Folder[]>([]);
  const available = ref(true);

  async function load(): Promise<void> {
    try {
      items.value = await api.get<Folder[]>('/custom_filters', { filter_type: 'conversation' });
    } catch {
      available.value = false;
    }
  }

  /** A link may lead to one before they are all known. */
  async function conditionsOf(id: number): Promise<Condition[]> {
    const known = items.value.find((it) => it.id === id) ?? (await api.get<Folder>(`/custom_filters/${id}`));
    return known.query.payload;
  }

  /** @param id of the one that is changed; else it is a new one */
  async function save(name: string, payload: Condition[], id?: number): Promise<Folder> {
    const body = { name, filter_type: 'conversation', query: { payload } };
    const saved = await (id ? api.patch<Folder>(`/custom_filters/${id}`, body) : api.post<Folder>('/custom_filters', body));
    await load();
    return saved;
  }

  async function remove(id: number): Promise<void> {
    await api.delete(`/custom_filters/${id}`);
    items.value = items.value.filter((it) => it.id !== id);
  }

  return { items, available, load, conditionsOf, save, remove };
});
