import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it } from 'vitest';
import { router } from '@/router';
import { useConversations } from '@/stores/conversations';
import { useCommands } from '@/stores/commands';
import { useDesk } from '@/stores/desk';
import type { WireConversation } from '@/api/types';

const keys = () => useCommands().all.map((it) => it.id);

describe('the desk', () => {
  beforeEach(async () => {
    setActivePinia(createPinia());
    await router.push('/app/inbox/all');
  });

  it('keeps in its address what narrows the list, also while a conversation is open', async () => {
    const desk = useDesk();
    desk.view = 'inbox';
    desk.viewId = '3';
    await router.push('/app/inbox/inbox/3?status=pending&assignee=me&q=a%20b&message=7');

    expect(desk.listPath).toBe('/app/inbox/inbox/3?q=a+b&status=pending&assignee=me');
    expect(desk.pathOf(5)).toBe('/app/inbox/inbox/3/conversation/5?q=a+b&status=pending&assignee=me');
    expect(desk.filterOf({ words: 'a b' })).toEqual({ inbox: 3, status: 'pending', assignee: 'me', words: 'a b' });
    await desk.narrow({ status: 'open', q: '' });
    expect(router.currentRoute.value.fullPath).toBe('/app/inbox/inbox/3?assignee=me');
  });

  it('takes no nonsense from an address', async () => {
    const desk = useDesk();
    desk.view = 'inbox';
    await router.push('/app/inbox/inbox/3?status=lost&assignee=you');

    expect(desk.filterOf({})).toMatchObject({ status: 'open', assignee: 'all' });
    await router.push('/app/inbox/nothing');
    expect(router.currentRoute.value.path).toBe('/app/inbox/mine');
  });

  it('does nothing to a conversation that another page hides', async () => {
    const desk = useDesk();
    useConversations().keep({ id: 5, inbox_id: 3, meta: { sender: { id: 1, name: 'Ana' } } } as WireConversation);
    desk.openId = 5;
    await router.push('/app/inbox/all/conversation/5');
    expect(keys()).toContain('resolve');

    await router.push('/app/overview');

    expect(keys()).not.toContain('resolve');
    expect(keys()).not.toContain('next');
    expect(useCommands().map.map((it) => it.id)).toContain('resolve');
  });

  it('offers for a selection what can be done to many', () => {
    const conversations = useConversations();
    expect(keys()).not.toContain('resolve');

    conversations.toggleSelected(5);

    expect(keys()).toContain('resolve');
    expect(keys()).not.toContain('reply');
    useDesk().pick('labels');
    expect([useDesk().bulkPicker, useDesk().picker]).toEqual(['labels', null]);
  });
});
