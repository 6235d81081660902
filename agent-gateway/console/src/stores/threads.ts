/** Messages by conversation. What was opened once stays, and the stream keeps it true: opening it again shows it at once. */
import { defineStore } from 'pinia';
import { shallowReactive } from 'vue';
import { api, type Query } from '@/api/client';
import type { ContentAttributes, Message } from '@/api/types';
import { later, waitingOf, withMessage, withWindow, type Thread, type ThreadMessage } from '@/lib/thread';
import { useDesk } from './desk';
import { useSession } from './session';

const OLDER = 20;
const NEWER = 100;
/** How many follow the place that is jumped to. */
const FROM_PLACE = 30;
const THREADS_KEPT = 60;
const MESSAGES_SHOWN = 400;

export interface Outgoing {
  text: string;
  note: boolean;
  replyTo?: number;
  files: File[];
  voice?: boolean;
  mentions?: number[];
  email?: { cc?: string; bcc?: string; to?: string };
}

interface Told {
  message: Message;
  isNew: boolean;
}

interface Window {
  payload: Message[];
}

export const useThreads = defineStore('threads', () => {
  const threads = shallowReactive(new Map<number, Thread>());
  const loads = new Map<number, Promise<void>>();
  /** What the stream tells of a conversation while the hub is asked for messages of it: their answer may be older. */
  const meanwhile = new Map<number, Set<Told[]>>();
  const uploads = new Map<number, AbortController>();
  let nextTemporary = -1;

  const path = (conversation: number) => `/conversations/${conversation}/messages`;

  /** Completes at once when it is known. */
  function load(conversation: number): Promise<void> {
    const thread = threads.get(conversation);
    if (thread && !thread.partial) {
      // The last one used is the last to go.
      threads.delete(conversation);
      threads.set(conversation, thread);
      return Promise.resolve();
    }
    return refresh(conversation);
  }

  function refresh(conversation: number): Promise<void> {
    const going = loads.get(conversation);
    if (going) {
      return going;
    }
    const next = ask(conversation, {}, (payload) => {
      set(conversation, { messages: withWindow(waitingOf(threads.get(conversation)), payload), hasOlder: payload.length === OLDER, hasNewer: false });
    }).finally(() => loads.delete(conversation));
    loads.set(conversation, next);
    return next;
  }

  /** Takes the answer, and then what was told since the question. */
  async function ask(conversation: number, query: Query, take: (payload: Message[]) => void): Promise<void> {
    const told: Told[] = [];
    const asking = meanwhile.get(conversation) ?? new Set();
    meanwhile.set(conversation, asking.add(told));
    try {
      take((await api.get<Window>(path(conversation), query)).payload);
    } finally {
      asking.delete(told);
      if (asking.size === 0) {
        meanwhile.delete(conversation);
      }
    }
    told.forEach(({ message, isNew }) => receive(message, isNew));
  }

  /** What is open stays, and what an agent wrote until the hub has it. */
  function set(conversation: number, thread: Thread): void {
    threads.set(conversation, thread);
    const { openId } = useDesk();
    const free = [...threads].filter(([id, it]) => id !== openId && id !== conversation && waitingOf(it).length === 0);
    free.slice(0, Math.max(0, threads.size - THREADS_KEPT)).forEach(([id]) => threads.delete(id));
  }

  async function older(conversation: number): Promise<void> {
    const thread = threads.get(conversation);
    const oldest = thread?.messages.find((message) => message.id > 0);
    if (!thread?.hasOlder || !oldest) {
      return;
    }
    await ask(conversation, { before: oldest.id }, (payload) => {
      const now = threads.get(conversation);
      if (now) {
        const messages = withWindow(now.messages, payload);
        const tooMany = messages.length > MESSAGES_SHOWN;
        set(conversation, {
          messages: tooMany ? messages.slice(0, MESSAGES_SHOWN) : messages,
          hasOlder: payload.length === OLDER,
          hasNewer: now.hasNewer || tooMany,
        });
      }
    });
  }

  async function newer(conversation: number): Promise<void> {
    const thread = threads.get(conversation);
    const newest = thread?.messages.findLast((message) => message.id > 0);
    if (!thread?.hasNewer || !newest) {
      return;
    }
    await ask(conversation, { after: newest.id }, (payload) => {
      const now = threads.get(conversation);
      if (now) {
        const messages = withWindow(now.messages, payload);
        const tooMany = messages.length > MESSAGES_SHOWN;
        set(conversation, {
          messages: tooMany ? messages.slice(-MESSAGES_SHOWN) : messages,
          hasOlder: now.hasOlder || tooMany,
          hasNewer: payload.length === NEWER,
        });
      }
    });
  }

  /** A window around a message that is not loaded. */
  async function around(conversation: number, id: number): Promise<void> {
    if (threads.get(conversation)?.messages.some((message) => message.id === id)) {
      return;
    }
    await ask(conversation, { around: id }, (payload) => takeWindow(conversation, payload, (message) => message.id < id));
  }

  /** The first message from a moment on, with what is around it; null when nothing was written since. */
  async function aroundTime(conversation: number, seconds: number): Promise<number | null> {
    let found: Message | undefined;
    await ask(conversation, { around_time: Math.floor(seconds) }, (payload) => {
      found = payload.find((message) => message.created_at >= seconds);
      if (found) {
        takeWindow(conversation, payload, (message) => message.created_at < seconds);
      }
    });
    return found?.id ?? null;
  }

  function takeWindow(conversation: number, payload: Message[], isBefore: (message: Message) => boolean): void {
    const before = payload.filter(isBefore).length;
    set(conversation, { messages: withWindow(waitingOf(threads.get(conversation)), payload), hasOlder: before >= OLDER, hasNewer: payload.length - before >= FROM_PLACE });
  }

  // ---- what the stream tells

  function receive(message: Message, isNew: boolean): void {
    meanwhile.get(message.conversation_id)?.forEach((told) => told.push({ message, isNew }));
    const thread = threads.get(message.conversation_id);
    if (!thread) {
      return;
    }
    const known = thread.messages.find((it) => it.id === message.id);
    if (!known && (!isNew || thread.hasNewer)) {
      return;
    }
    put(message.conversation_id, known ? later(known, message) : message);
  }

  function put(conversation: number, message: ThreadMessage): void {
    const thread = threads.get(conversation);
    if (thread) {
      threads.set(conversation, { ...thread, messages: withMessage(thread.messages, message) });
    }
  }

  function update(conversation: number, id: number, change: Partial<ThreadMessage>): void {
    const known = threads.get(conversation)?.messages.find((message) => message.id === id);
    if (known) {
      put(conversation, { ...known, ...change });
    }
  }

  function drop(conversation: number, id: number): void {
    const thread = threads.get(conversation);
    if (thread) {
      threads.set(conversation, { ...thread, messages: thread.messages.filter((message) => message.id !== id) });
    }
  }

  /** Nothing that is cached may be trusted any more, but for what only this page has. */
  function forgetAllBut(conversation: number | null): void {
    [...threads].filter(([id]) => id !== conversation).forEach(([id, thread]) => {
      threads.delete(id);
      waitingOf(thread).forEach(keep);
    });
  }

  // ---- sending

  /** Also where nothing was fetched, or could be. */
  function keep(message: ThreadMessage): void {
    const conversation = message.conversation_id;
    const thread = threads.get(conversation) ?? { messages: [], hasOlder: false, hasNewer: false, partial: true };
    set(conversation, { ...thread, messages: withMessage(thread.messages, message) });
  }

  /** What the hub does not have yet goes with the page. */
  const hasUnsent = () => [...threads.values()].some((thread) => waitingOf(thread).length > 0);

  /** Shows it at once, then sends it; what fails stays, to be tried again. */
  async function send(conversation: number, inbox: number, outgoing: Outgoing): Promise<void> {
    const thread = threads.get(conversation);
    if (thread?.hasNewer) {
      await refresh(conversation).catch(() => undefined);
    }
    const { me, profile } = useSession();
    const attributes: ContentAttributes = {};
    if (outgoing.replyTo) {
      attributes.in_reply_to = outgoing.replyTo;
    }
    if (outgoing.mentions?.length) {
      attributes.mentions = outgoing.mentions;
    }
    if (outgoing.email?.cc) {
      attributes.cc_emails = outgoing.email.cc;
    }
    if (outgoing.email?.bcc) {
      attributes.bcc_emails = outgoing.email.bcc;
    }
    const message: ThreadMessage = {
      id: nextTemporary--,
      echo_id: crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`,
      content: outgoing.text || null,
      conversation_id: conversation,
      inbox_id: inbox,
      message_type: 1,
      private: outgoing.note,
      status: 'sent',
      delivery_status: 'accepted',
      content_attributes: attributes,
      created_at: Math.floor(Date.now() / 1000),
      source_id: null,
      sender: { id: me, name: profile?.name ?? '', available_name: profile?.available_name, type: 'user' },
      local: { state: 'sending', progress: outgoing.files.length ? 0 : undefined, files: outgoing.files, voice: outgoing.voice },
    };
    keep(message);
    await deliver(message);
  }

  async function deliver(message: ThreadMessage): Promise<void> {
    const { conversation_id: conversation, local } = message;
    update(conversation, message.id, { local: { ...local, state: 'sending', error: undefined } });
    try {
      const stored = await post(message);
      // The stream may have told first, and more.
      const thread = threads.get(conversation);
      const known = thread?.messages.find((it) => it.id === stored.id);
      drop(conversation, message.id);
      if (known || !thread?.hasNewer) {
        put(conversation, known ? later(known, stored) : stored);
      }
    } catch (failure) {
      update(conversation, message.id, { local: { ...local, state: 'failed', error: failure instanceof Error ? failure.message : String(failure) } });
    }
  }

  function post(message: ThreadMessage): Promise<Message> {
    const { conversation_id: conversation, local } = message;
    const body = {
      content: message.content ?? undefined,
      private: message.private,
      message_type: 'outgoing',
      echo_id: message.echo_id,
      content_attributes: message.content_attributes,
    };
    if (!local?.files?.length) {
      return api.post<Message>(path(conversation), body);
    }
    const form = new FormData();
    form.set('message_type', 'outgoing');
    form.set('private', String(message.private));
    form.set('echo_id', message.echo_id ?? '');
    form.set('content_attributes', JSON.stringify(message.content_attributes));
    if (message.content) {
      form.set('content', message.content);
    }
    if (local.voice) {
      form.set('is_voice_message', 'true');
    }
    local.files.forEach((file) => form.append('attachments[]', file, file.name));
    const upload = new AbortController();
    uploads.set(message.id, upload);
    return api.upload<Message>(path(conversation), form, (progress) => update(conversation, message.id, { local: { ...local, state: 'sending', progress } }), upload.signal)
      .finally(() => uploads.delete(message.id));
  }

  async function retry(message: ThreadMessage): Promise<void> {
    if (message.id < 0) {
      await deliver(message);
    } else {
      put(message.conversation_id, await api.post<Message>(`${path(message.conversation_id)}/${message.id}/retry`));
    }
  }

  async function takeBack(message: ThreadMessage): Promise<void> {
    if (message.id < 0) {
      drop(message.conversation_id, message.id);
      uploads.get(message.id)?.abort();
    } else {
      put(message.conversation_id, await api.delete<Message>(`${path(message.conversation_id)}/${message.id}`));
    }
  }

  async function react(message: ThreadMessage, emoji: string): Promise<void> {
    await api.post(path(message.conversation_id), { message_type: 'outgoing', content_attributes: { reaction: { message_id: message.id, emoji } } });
  }

  async function revisions(message: ThreadMessage): Promise<{ content: string | null; revised_at: number }[]> {
    return (await api.get<{ payload: { content: string | null; revised_at: number }[] }>(`${path(message.conversation_id)}/${message.id}/revisions`)).payload;
  }

  return { threads, load, refresh, older, newer, around, aroundTime, receive, drop, forgetAllBut, hasUnsent, send, retry, takeBack, react, revisions };
});
