/** Work that is not begun anew while it is on its way: Enter held down, or a click too many. */
import { ref, type Ref } from 'vue';

export function useOnce<A extends unknown[]>(work: (...given: A) => Promise<void>): { busy: Ref<boolean>; once: (...given: A) => Promise<void> } {
  const busy = ref(false);
  async function once(...given: A): Promise<void> {
    if (busy.value) {
      return;
    }
    busy.value = true;
    try {
      await work(...given);
    } finally {
      busy.value = false;
    }
  }
  return { busy, once };
}
