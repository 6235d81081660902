/** What the hub is asked for beside what is on the screen already. */
import { shallowRef, watch, type ShallowRef } from 'vue';
import { useUi } from '@/stores/ui';

/** Resolves when the page has painted what was just changed; at once when nobody looks. */
export function painted(): Promise<void> {
  return document.visibilityState === 'visible'
    ? new Promise((resolve) => { requestAnimationFrame(() => setTimeout(resolve)); })
    : Promise.resolve();
}

/** What belongs to one of many: asked for once that one is painted, and empty until it comes. An answer for another, left meanwhile, is dropped. */
export function useLoaded<T>(id: () => number, empty: T, ask: (id: number) => Promise<T>): { value: ShallowRef<T>; reload: () => Promise<void> } {
  const ui = useUi();
  const value = shallowRef(empty);

  async function reload(): Promise<void> {
    const asked = id();
    const answer = await ui.attempt(() => ask(asked));
    if (answer !== undefined && id() === asked) {
      value.value = answer;
    }
  }

  watch(id, async (asked) => {
    value.value = empty;
    await painted();
    if (id() === asked) {
      await reload();
    }
  }, { immediate: true });

  return { value, reload };
}
