/** A list that is narrowed while a pointer rests over it goes away from under the pointer; Enter still means what is highlighted. */
import { ref } from 'vue';
import type { AcceptableValue } from 'reka-ui';

export function useSteadyHighlight() {
  const listbox = ref<{ highlightItem: (value: AcceptableValue) => void }>();
  let last: AcceptableValue | undefined;
  return {
    listbox,
    steady: {
      highlight: (item?: { value: AcceptableValue }) => { last = item?.value; },
      leave: () => { if (last !== undefined) { listbox.value?.highlightItem(last); } },
    },
  };
}
