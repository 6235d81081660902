/** Brings what the stream tells to the stores that hold it. */
import { useDocumentVisibility, useIntervalFn } from '@vueuse/core';
import { defineStore } from 'pinia';
import { ref, watch } from 'vue';
import { api } from '@/api/client';
import { Stream, type Frame } from '@/api/stream';
import type { Availability, Contact, Message, Notification, WireConversation } from '@/api/types';
import { wasEcho } from '@/lib/thread';
import { useAttention, type Passing } from './attention';
import { useConversations } from './conversations';
import { useDirectory } from './directory';
import { useNotifications } from './notifications';
import { useThreads } from './threads';
import { useUi } from './ui';

const RENEWED_AFTER = 120_000;

export const useLive = defineStore('live', () => {
  const conversations = useConversations();
  const threads = useThreads();
  const directory = useDirectory();
  const attention = useAttention();
  const notifications = useNotifications();
  const ui = useUi();
  const visibility = useDocumentVisibility();
  /** The conversation whose thread is on the screen, at its end. */
  const open = ref<number | null>(null);
  const contactChanged = ref<Contact | null>(null);
  let stream: Stream | null = null;

  function start(): void {
    stream?.close();
    stream = new Stream(api.streamUrl, { frame, reset: () => void refetch(), live: (live) => { ui.live = live; } });
  }

  function stop(): void {
    stream?.close();
    stream = null;
  }

  async function refetch(): Promise<void> {
    threads.forgetAllBut(open.value);
    await Promise.all([
      directory.load(),
      conversations.refresh(),
      open.value === null ? undefined : Promise.all([conversations.fetchOne(open.value), threads.refresh(open.value)]),
    ]).catch(() => undefined);
  }

  function isReading(id: number): boolean {
    return open.value === id && visibility.value === 'visible';
  }

  function frame({ type, data }: Frame): void {
    switch (type) {
      case 'message.created':
      case 'message.updated':
        return message(data as Message, type === 'message.created');
      case 'conversation.created':
      case 'conversation.updated':
      case 'conversation.status_changed':
      case 'assignee.changed':
      case 'team.changed':
        return conversations.receive(data as WireConversation);
      case 'conversation.typing_on':
      case 'conversation.typing_off':
      case 'conversation.viewing_on':
      case 'conversation.viewing_off':
        return attention.receive(type, data as Passing);
      case 'contact.updated':
        return contact(data as Contact);
      case 'contact.deleted':
        return conversations.forgetContact((data as Contact).id);
      case 'contact.merged':
        contact(data as Contact);
        // Conversations went to another contact, and messages into another conversation.
        return void refetch();
      case 'inbox.updated':
        return inbox(data as Parameters<typeof directory.takeInbox>[0]);
      case 'inbox.members_changed':
        return void refetch();
      case 'presence.update':
      case 'presence.changed':
        return directory.takePresence((data as { users: Record<string, Availability> }).users);
      case 'notification.created':
      case 'notification.updated':
      case 'notification.deleted':
        return notification(data as { notification: Notification; unread_count: number }, type);
      default:
        return undefined;
    }
  }

  function message(it: Message, isNew: boolean): void {
    if (wasEcho(it)) {
      return forget(it);
    }
    const reading = isReading(it.conversation_id);
    threads.receive(it, isNew);
    conversations.receiveMessage(it, isNew, reading);
    if (isNew) {
      void conversations.refreshCounts();
      notifications.consider(it, conversations.byId.get(it.conversation_id), reading);
      if (it.message_type === 0 && reading) {
        void conversations.markSeen(it.conversation_id).catch(() => undefined);
      }
    }
  }

  function forget({ id, conversation_id }: Message): void {
    threads.drop(conversation_id, id);
    if (conversations.byId.get(conversation_id)?.last_message?.id === id) {
      void conversations.fetchOne(conversation_id).catch(() => undefined);
    }
  }

  function notification(told: { notification: Notification; unread_count: number }, type: string): void {
    const { primary_actor, primary_actor_id } = told.notification;
    notifications.receive(told, type, isReading(primary_actor?.id ?? primary_actor_id));
  }

  function contact(changed: Contact): void {
    contactChanged.value = changed;
    conversations.byId.forEach((conversation) => {
      if (conversation.meta.sender.id === changed.id) {
        conversations.patch(conversation.id, { muted: changed.blocked, meta: { ...conversation.meta, sender: { ...conversation.meta.sender, ...changed } } });
      }
    });
  }

  function inbox(changed: Parameters<typeof directory.takeInbox>[0]): void {
    // One that is out of use may be gone.
    if (directory.inboxById.has(changed.id) && changed.enabled !== false) {
      directory.takeInbox(changed);
    } else {
      void directory.loadInboxes().catch(() => undefined);
    }
  }

  watch(visibility, (now) => {
    if (now === 'visible') {
      renew();
    }
    if (now === 'visible' && open.value !== null && conversations.byId.get(open.value)?.unread_count) {
      void conversations.markSeen(open.value).catch(() => undefined);
    }
  });

  /** Of teams, labels and canned responses no stream tells. */
  function renew(): void {
    if (stream && visibility.value === 'visible' && Date.now() - directory.loadedAt > RENEWED_AFTER) {
      void directory.load().catch(() => undefined);
    }
  }
  useIntervalFn(renew, RENEWED_AFTER);

  return { open, contactChanged, start, stop, refetch, isReading };
});
