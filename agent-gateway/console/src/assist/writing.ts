/** What a model writes while it writes it. */
import type { ServerEvent } from '@/api/events';
import type { Citation } from '@/api/knowledge';

export interface Writing {
  text: string;
  citations: Citation[];
  state: 'writing' | 'done' | 'failed';
  error: string;
}

export const begun = (): Writing => ({ text: '', citations: [], state: 'writing', error: '' });

/** What follows from an event; of an unknown one, nothing. */
export function after(writing: Writing, { type, data }: ServerEvent): Writing {
  const said = JSON.parse(data) as { text?: string; citations?: Citation[]; error?: string };
  switch (type) {
    case 'delta':
      return { ...writing, text: writing.text + (said.text ?? '') };
    case 'done':
      return { text: said.text ?? writing.text, citations: said.citations ?? [], state: 'done', error: '' };
    case 'error':
      return { ...writing, state: 'failed', error: said.error ?? '' };
    default:
      return writing;
  }
}

/** An answer that ends without a word of why was cut off: half of it must not be taken for all. */
export const ended = (writing: Writing, why: string): Writing => (writing.state === 'writing' ? { ...writing, state: 'failed', error: why } : writing);

/** For contacts, who have no use for the numbers of sources. */
export const withoutNumbers = (text: string) => text.replace(/[ \t]*\[\d+(?:\s*,\s*\d+)*\]/g, '');
