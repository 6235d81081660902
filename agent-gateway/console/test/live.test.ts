import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { api } from '@/api/client';
import { Stream, type Frame } from '@/api/stream';
import type { WireConversation } from '@/api/types';
import { useConversations } from '@/stores/conversations';
import { useDirectory } from '@/stores/directory';
import { useLive } from '@/stores/live';
import { useThreads } from '@/stores/threads';

vi.mock('@/api/stream', () => ({ Stream: vi.fn(() => ({ close: vi.fn() })) }));

const conversation = (id: number, contact: number) => ({ id, status: 'open', meta: { sender: { id: contact, name: 'Ana' } } }) as WireConversation;

describe('what the stream tells', () => {
  let tell: (type: string, data: unknown) => void;

  beforeEach(() => {
    setActivePinia(createPinia());
    vi.spyOn(api, 'get').mockImplementation((path) => Promise.resolve(path === '/conversations/meta' ? { meta: {} } : { payload: [] }) as never);
    useLive().start();
    const [, listeners] = vi.mocked(Stream).mock.calls.at(-1) as unknown as [unknown, { frame: (frame: Frame) => void }];
    tell = (type, data) => listeners.frame({ type, data } as Frame);
  });

  it('takes everything of a contact that is erased', () => {
    const conversations = useConversations();
    [conversation(1, 7), conversation(2, 8), conversation(3, 7)].forEach(conversations.keep);
    conversations.ids = [1, 2, 3];
    conversations.selectAll();
    tell('contact.deleted', { id: 7 });

    expect([...conversations.byId.keys()]).toEqual([2]);
    expect(conversations.ids).toEqual([2]);
    expect([...conversations.selected]).toEqual([2]);
  });

  it('leaves nothing selected that a colleague took out of the list', () => {
    const conversations = useConversations();
    conversations.filter = { assignee: 'all', status: 'open' };
    [conversation(1, 7), conversation(2, 8)].forEach(conversations.receive);
    conversations.selectAll();
    expect(conversations.selected.size).toBe(2);

    tell('conversation.status_changed', { ...conversation(2, 8), status: 'resolved' });
    expect([...conversations.selected]).toEqual([1]);
  });

  it('has the inboxes asked for when one of them may be gone', async () => {
    const directory = useDirectory();
    directory.inboxes = [{ id: 4, name: 'Shop' }] as never;
    tell('inbox.updated', { id: 4, name: 'Renamed', enabled: true });
    expect(directory.inboxes[0]?.name).toBe('Renamed');

    tell('inbox.updated', { id: 4, name: 'Renamed', enabled: false });
    await vi.waitFor(() => expect(directory.inboxes).toEqual([]));
  });

  it('takes back what was the echo of a message of ours', async () => {
    const conversations = useConversations();
    const threads = useThreads();
    await threads.load(1);
    const echo = { id: 9, conversation_id: 1, message_type: 1, content: 'photo', source_id: 'X', content_attributes: {}, created_at: 1 };
    conversations.keep(conversation(1, 7));
    tell('message.created', echo);
    expect(conversations.byId.get(1)?.last_message?.id).toBe(9);

    vi.spyOn(api, 'get').mockResolvedValue({ ...conversation(1, 7), last_non_activity_message: null } as never);
    tell('message.updated', { ...echo, content: 'This message was deleted', source_id: null, content_attributes: { deleted: true } });
    await vi.waitFor(() => expect(conversations.byId.get(1)?.last_message).toBeNull());

    expect(threads.threads.get(1)?.messages).toEqual([]);
  });
});
