/** The messages of one conversation that are loaded: a window without gaps, and how it grows. */
import type { Message } from '@/api/types';

/** What only this browser knows of a message it is sending. */
export interface Local {
  state: 'sending' | 'failed';
  error?: string;
  progress?: number;
  files?: File[];
  voice?: boolean;
}

export interface ThreadMessage extends Message {
  local?: Local;
}

export interface Thread {
  messages: ThreadMessage[];
  hasOlder: boolean;
  hasNewer: boolean;
  /** It holds what is on its way and was never fetched. */
  partial?: boolean;
}

export const waitingOf = (thread: Thread | undefined): ThreadMessage[] => thread?.messages.filter((message) => message.id < 0) ?? [];

/** Messages on their way have negative numbers, and stand last in the order they were written. */
function order(a: Message, b: Message): number {
  const aWaits = a.id < 0;
  const bWaits = b.id < 0;
  if (aWaits !== bWaits) {
    return aWaits ? 1 : -1;
  }
  return aWaits ? b.id - a.id : a.id - b.id;
}

/** A message takes the place of its own earlier state, or of the one this browser showed in advance. */
export function withMessage(messages: readonly ThreadMessage[], message: ThreadMessage): ThreadMessage[] {
  const rest = messages.filter((known) => known.id !== message.id && !(known.id < 0 && message.echo_id && known.echo_id === message.echo_id));
  const last = rest.at(-1);
  const next = [...rest, message];
  return last && order(last, message) > 0 ? next.sort(order) : next;
}

export function withWindow(messages: readonly ThreadMessage[], window: readonly Message[]): ThreadMessage[] {
  const byId = new Map<number, ThreadMessage>(messages.map((message) => [message.id, message]));
  window.forEach((message) => byId.set(message.id, message));
  const echoes = new Set(window.map((message) => message.echo_id).filter(Boolean));
  return [...byId.values()].filter((message) => message.id > 0 || !echoes.has(message.echo_id)).sort(order);
}

/** Never backwards: a receipt may overtake the answer that says less. */
const STEPS = ['accepted', 'sent', 'delivered', 'read'];
export function later(known: ThreadMessage, next: ThreadMessage): ThreadMessage {
  const was = STEPS.indexOf(known.delivery_status ?? '');
  const is = STEPS.indexOf(next.delivery_status ?? '');
  return was > is && is >= 0 ? { ...next, delivery_status: known.delivery_status, status: known.status } : next;
}

/** What was taken for a message of the phone and turned out to be the echo of one of ours: nobody deleted it, and nobody is to read of it. */
export const wasEcho = ({ message_type, content_attributes, source_id, sender }: Message): boolean =>
  message_type === 1 && content_attributes.deleted === true && !source_id && !sender;

export type Item =
  | { kind: 'day'; key: string; at: number }
  | { kind: 'unread'; key: string }
  | { kind: 'message'; key: string; message: ThreadMessage; first: boolean; last: boolean; /** Of a mail of ours that speaks of something else than the one before it. */ subject?: string };

const GROUP_SECONDS = 300;

/** What the thread shows, from top to bottom: days, the line above what is new, and messages in groups. */
export function itemsOf(messages: readonly ThreadMessage[], unreadFrom: number | null): Item[] {
  const items: Item[] = [];
  let topic: string | undefined;
  messages.forEach((message, index) => {
    const subject = message.content_attributes.email?.subject ?? message.content_attributes.mail_subject;
    const before = messages[index - 1];
    const after = messages[index + 1];
    const newDay = !before || !sameDay(before.created_at, message.created_at);
    if (newDay) {
      items.push({ kind: 'day', key: `day-${dayOf(message.created_at)}`, at: message.created_at });
    }
    if (unreadFrom === message.id) {
      items.push({ kind: 'unread', key: 'unread' });
    }
    items.push({
      kind: 'message',
      key: message.echo_id ? `echo-${message.echo_id}` : String(message.id),
      message,
      first: newDay || unreadFrom === message.id || !together(before, message),
      last: !after || !sameDay(message.created_at, after.created_at) || !together(message, after),
      subject: message.message_type !== 0 && topicOf(subject) !== topic ? subject : undefined,
    });
    topic = subject === undefined ? topic : topicOf(subject);
  });
  return items;
}

function together(a: Message | undefined, b: Message): boolean {
  return !!a && a.message_type === b.message_type && a.message_type !== 2 && a.private === b.private
    && a.sender?.id === b.sender?.id && (a.author ?? '') === (b.author ?? '') && b.created_at - a.created_at < GROUP_SECONDS;
}

/** What answers and copies have in common. */
function topicOf(subject?: string): string | undefined {
  return subject?.replace(/^(?:\s*(?:re|res|rv|fwd?|enc|aw|wg|tr|sv|vs|antw)\s?(?:\[\d+\])?\s*:)+/i, '').replace(/\s+/g, ' ').trim().toLowerCase();
}

export function dayOf(seconds: number): string {
  const date = new Date(seconds * 1000);
  return `${date.getFullYear()}-${date.getMonth() + 1}-${date.getDate()}`;
}

const sameDay = (a: number, b: number) => dayOf(a) === dayOf(b);
