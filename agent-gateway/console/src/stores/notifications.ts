/** What an agent should know although they look elsewhere: in the page, from the browser, by a sound. */
import { useThrottleFn } from '@vueuse/core';
import { defineStore } from 'pinia';
import { ref } from 'vue';
import { api, Refused } from '@/api/client';
import type { Conversation, Message, Notification } from '@/api/types';
import { nameOf } from '@/lib/contact';
import { plainOf, previewOf } from '@/lib/preview';
import { translate } from '@/i18n';
import { router } from '@/router';
import { useSession } from './session';
import { useUi } from './ui';

const CHIME_AT_MOST_EVERY = 2_000;
/** What contacts write calls by itself. */
const CALLS = ['conversation_assignment', 'conversation_mention'];

export const useNotifications = defineStore('notifications', () => {
  const items = ref<Notification[]>([]);
  const unread = ref(0);
  const available = ref(true);
  const loading = ref(false);
  const page = ref(0);
  const more = ref(false);
  let context: AudioContext | undefined;

  async function load(wanted = 1): Promise<void> {
    loading.value = true;
    try {
      const { data } = await api.get<{ data: { meta: { unread_count: number; count: number }; payload: Notification[] } }>('/notifications', { sort_order: 'desc', includes: ['read'], page: wanted });
      const known = new Set(wanted === 1 ? [] : items.value.map((it) => it.id));
      items.value = wanted === 1 ? data.payload : [...items.value, ...data.payload.filter((it) => !known.has(it.id))];
      unread.value = data.meta.unread_count;
      page.value = wanted;
      more.value = data.payload.length > 0 && items.value.length < data.meta.count;
    } catch (failure) {
      available.value = !(failure instanceof Refused && failure.notThere);
    } finally {
      loading.value = false;
    }
  }

  /** In the reader's language, where it is of a kind that is known. */
  function titleOf({ notification_type, primary_actor, primary_actor_id, push_message_title }: Notification): string {
    const key = `notification.${notification_type}`;
    const words = translate(key, { name: nameOf(primary_actor?.meta?.sender, translate), number: primary_actor_id });
    return words === key ? push_message_title : words;
  }

  function receive(data: { notification: Notification; unread_count: number }, type: string, reading: boolean): void {
    unread.value = data.unread_count;
    const others = items.value.filter((it) => it.id !== data.notification.id);
    items.value = type === 'notification.deleted' ? others : [data.notification, ...others].sort((a, b) => b.id - a.id);
    const { notification_type, primary_actor_id, primary_actor, push_message_body } = data.notification;
    if (type === 'notification.created' && CALLS.includes(notification_type) && !reading) {
      call(primary_actor?.id ?? primary_actor_id, titleOf(data.notification), plainOf(push_message_body ?? ''));
    }
  }

  async function read(notification: Notification): Promise<void> {
    if (!notification.read_at) {
      items.value = items.value.map((it) => (it.id === notification.id ? { ...it, read_at: new Date().toISOString() } : it));
      unread.value = Math.max(0, unread.value - 1);
      await api.patch(`/notifications/${notification.id}`, {});
    }
  }

  async function readAll(): Promise<void> {
    unread.value = 0;
    items.value = items.value.map((it) => ({ ...it, read_at: it.read_at ?? new Date().toISOString() }));
    await api.post('/notifications/read_all');
  }

  /** A contact wrote. Nobody is called to what they are looking at. */
  function consider(message: Message, conversation: Conversation | undefined, reading: boolean): void {
    const ui = useUi();
    const mine = conversation?.meta.assignee?.id === useSession().me;
    if (message.message_type !== 0 || reading || !(mine || ui.notifyAbout === 'all')) {
      return;
    }
    call(message.conversation_id, nameOf(conversation?.meta.sender ?? message.sender, translate), previewOf(message, translate));
  }

  /** By a sound, and from the browser to who looks elsewhere. */
  function call(conversation: number, title: string, body: string): void {
    const ui = useUi();
    if (ui.sound) {
      void chimeOnce();
    }
    if (document.visibilityState === 'visible' && document.hasFocus()) {
      return;
    }
    if (ui.browserNotifications && 'Notification' in window && window.Notification.permission === 'granted') {
      const shown = new window.Notification(title, { body, tag: `conversation-${conversation}`, icon: '/favicon.svg' });
      shown.onclick = () => {
        window.focus();
        void router.push(`/app/conversations/${conversation}`);
        shown.close();
      };
    }
  }

  /** Many who write at once are one sound. */
  const chimeOnce = useThrottleFn(chime, CHIME_AT_MOST_EVERY, true);

  /** Two soft notes; made here, so that no file has to be fetched. */
  function chime(): void {
    // Before somebody does something here a browser only collects sounds, to play all of them at once.
    if (navigator.userActivation?.hasBeenActive === false) {
      return;
    }
    try {
      context ??= new AudioContext();
      const start = context.currentTime;
      [660, 880].forEach((frequency, index) => {
        const tone = (context as AudioContext).createOscillator();
        const volume = (context as AudioContext).createGain();
        const at = start + index * 0.12;
        tone.frequency.value = frequency;
        volume.gain.setValueAtTime(0.0001, at);
        volume.gain.exponentialRampToValueAtTime(0.08, at + 0.02);
        volume.gain.exponentialRampToValueAtTime(0.0001, at + 0.3);
        tone.connect(volume).connect((context as AudioContext).destination);
        tone.start(at);
        tone.stop(at + 0.32);
      });
    } catch {
      // No sound device, or not yet allowed: it is only a sound.
    }
  }

  return { items, unread, available, loading, more, load, loadMore: () => load(page.value + 1), titleOf, receive, read, readAll, consider, chime };
});
