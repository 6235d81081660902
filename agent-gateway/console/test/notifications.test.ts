import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Notification as Told } from '@/api/types';
import { useNotifications } from '@/stores/notifications';
import { useUi } from '@/stores/ui';

const told = (notification_type: string): Told => ({
  id: 1, notification_type, push_message_title: 'as the hub says', primary_actor_id: 7, read_at: null, created_at: 1,
  primary_actor: { id: 7, meta: { sender: { id: 3, name: 'Ana' } } } as Told['primary_actor'],
});

describe('what calls an agent who looks elsewhere', () => {
  const shown = vi.fn();

  beforeEach(() => {
    setActivePinia(createPinia());
    shown.mockReset();
    vi.stubGlobal('Notification', Object.assign(function Notification(...words: unknown[]) { shown(...words); }, { permission: 'granted' }));
    vi.spyOn(document, 'hasFocus').mockReturnValue(false);
    Object.assign(useUi(), { browserNotifications: true, sound: false });
  });

  it('is an assignment or a mention, once', () => {
    const notifications = useNotifications();
    notifications.receive({ notification: told('conversation_assignment'), unread_count: 1 }, 'notification.created', false);
    notifications.receive({ notification: told('conversation_assignment'), unread_count: 0 }, 'notification.updated', false);
    notifications.receive({ notification: told('assigned_conversation_new_message'), unread_count: 1 }, 'notification.created', false);

    expect(shown.mock.calls).toEqual([['Ana was assigned to you', expect.objectContaining({ tag: 'conversation-7' })]]);
    expect(notifications.unread).toBe(1);
  });

  it('is nothing of what is on the screen', () => {
    useNotifications().receive({ notification: told('conversation_mention'), unread_count: 1 }, 'notification.created', true);

    expect(shown).not.toHaveBeenCalled();
  });

  it('is said in the words of the hub where the kind is new', () => {
    expect(useNotifications().titleOf(told('of_tomorrow'))).toBe('as the hub says');
  });
});

describe('the sound', () => {
  const Sound = vi.fn();

  beforeEach(() => {
    setActivePinia(createPinia());
    Sound.mockReset();
    vi.stubGlobal('AudioContext', Sound);
  });

  it.each([[true, 1], [false, 0]])('is kept for who did something here: %s', (hasBeenActive, times) => {
    vi.stubGlobal('navigator', { ...navigator, userActivation: { hasBeenActive } });
    useNotifications().chime();

    expect(Sound).toHaveBeenCalledTimes(times);
  });
});
