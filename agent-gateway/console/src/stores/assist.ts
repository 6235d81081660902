/** Whether the hub can write by itself; asked once, when somebody could want it. */
import { defineStore } from 'pinia';
import { ref } from 'vue';
import { api } from '@/api/client';

export const useAssist = defineStore('assist', () => {
  const enabled = ref(false);
  let asked: Promise<void> | undefined;

  function load(): Promise<void> {
    asked ??= api.get<{ enabled: boolean }>('/assistant').then((it) => { enabled.value = it.enabled; }, () => { asked = undefined; });
    return asked;
  }

  return { enabled, load };
});
