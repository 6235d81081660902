/** One listener for the whole page; what the keys do stands with the commands. */
import { onBeforeUnmount, onMounted } from 'vue';

export interface Command {
  id: string;
  title: string;
  /** Where it stands in the palette and the keyboard map. */
  group: string;
  /** Such as "j", "shift+x", "mod+k", "g m". */
  keys?: string;
  /** Works while somebody is writing, too. */
  everywhere?: boolean;
  hidden?: boolean;
  run: () => void;
}

const SEQUENCE_WITHIN = 900;

export function useKeys(commands: () => readonly Command[]): void {
  let first = '';
  let firstAt = 0;

  function onKey(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.isComposing) {
      return;
    }
    const key = nameOf(event);
    const busy = isWriting(event.target) || isInDialog(event.target);
    const usable = commands().filter((command) => command.keys && (!busy || command.everywhere));
    const sequence = Date.now() - firstAt < SEQUENCE_WITHIN ? `${first} ${key}` : '';
    const found = usable.find((command) => command.keys === sequence) ?? usable.find((command) => command.keys === key);
    first = '';
    if (found) {
      event.preventDefault();
      found.run();
    } else if (usable.some((command) => command.keys?.startsWith(`${key} `))) {
      first = key;
      firstAt = Date.now();
    }
  }

  onMounted(() => window.addEventListener('keydown', onKey));
  onBeforeUnmount(() => window.removeEventListener('keydown', onKey));
}

export function nameOf(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>): string {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const letter = /^[a-z]$/.test(key) || key.length > 1;
  return [event.ctrlKey || event.metaKey ? 'mod' : '', event.altKey ? 'alt' : '', event.shiftKey && letter ? 'shift' : '', key].filter(Boolean).join('+');
}

function isWriting(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) && !(target instanceof HTMLInputElement && target.type === 'checkbox');
}

/** Menus and dialogs have keys of their own, also in the moment before they have the focus. */
function isInDialog(target: EventTarget | null): boolean {
  return document.querySelector('[role="dialog"][data-state="open"]') !== null || (target instanceof HTMLElement && target.closest('[role="menu"],[role="listbox"]') !== null);
}

/** As it is printed on keys. */
export function shown(keys: string): string[] {
  const mac = /Mac|iPhone|iPad/.test(navigator.platform);
  const names: Record<string, string> = { mod: mac ? '⌘' : 'Ctrl', shift: '⇧', alt: mac ? '⌥' : 'Alt', enter: '↵', arrowdown: '↓', arrowup: '↑', escape: 'Esc' };
  return keys.split(/[ +]/).map((key) => names[key.toLowerCase()] ?? key.toUpperCase());
}
