/** What is asked of the search, and how what it found is shown. */
import type { Query } from '@/api/client';
import type { Source } from '@/api/knowledge';

export const KINDS = ['messages', 'conversations', 'contacts', 'articles'] as const;
export type Kind = (typeof KINDS)[number];

export interface Narrowing {
  inbox: number | '';
  status: string;
  assignee: number | '';
  label: string;
  /** Days, as 2026-12-25; both count in full. */
  since: string;
  until: string;
}

export const EVERYTHING: Readonly<Narrowing> = { inbox: '', status: '', assignee: '', label: '', since: '', until: '' };

/** How many of a kind come at once. */
export const PAGE = 15;

export function queryOf(words: string, narrowing: Narrowing, page = 1): Query {
  return {
    q: words.trim(),
    page: page > 1 ? page : undefined,
    inbox_id: narrowing.inbox,
    status: narrowing.status,
    assignee_id: narrowing.assignee,
    label: narrowing.label,
    since: narrowing.since ? midnight(narrowing.since, 0) : undefined,
    until: narrowing.until ? midnight(narrowing.until, 1) - 1 : undefined,
  };
}

/** Seconds of where the browser is: a day may have 23 or 25 hours. */
function midnight(day: string, daysLater: number): number {
  const date = new Date(`${day}T00:00`);
  date.setDate(date.getDate() + daysLater);
  return Math.floor(date.getTime() / 1000);
}

export const narrowed = (narrowing: Narrowing) => Object.values(narrowing).filter((it) => it !== '').length;

export interface Piece {
  text: string;
  hit: boolean;
}

/** A highlight as plain pieces, so that nothing of it is ever taken for HTML. */
export function piecesOf(highlight: string): Piece[] {
  return highlight.split(/(<mark>.*?<\/mark>)/s).filter(Boolean).map((part) => {
    const hit = /^<mark>(.*)<\/mark>$/s.exec(part);
    return { text: unescaped(hit ? (hit[1] ?? '') : part), hit: hit !== null };
  });
}

const NAMED: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescaped(text: string): string {
  return text.replace(/&(?:#(\d+)|#x([\da-f]+)|(amp|lt|gt|quot|apos));/gi, (_whole, decimal?: string, hex?: string, name?: string) =>
    name ? (NAMED[name.toLowerCase()] ?? '') : String.fromCodePoint(decimal ? Number(decimal) : parseInt(hex ?? '0', 16)));
}

/** Where a message stands, to be opened and shown there. */
export const messagePath = (conversation: number, message: number) => `/app/conversations/${conversation}?message=${message}`;

/** Where a source can be read; null when it stands nowhere but in its own list. */
export function pathOf(source: Source): string | null {
  if (source.article_id) {
    return `/app/settings/articles/${source.article_id}`;
  }
  if (source.conversation_id) {
    return source.message_id ? messagePath(source.conversation_id, source.message_id) : `/app/conversations/${source.conversation_id}`;
  }
  return null;
}
