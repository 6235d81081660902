import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it } from 'vitest';
import { useCommands } from '@/stores/commands';
import { useFolders } from '@/stores/folders';
import { useSession } from '@/stores/session';

const places = () => useCommands().all.map((it) => it.id).filter((id) => id.startsWith('go-'));
const as = (role: string) => { useSession().profile = { id: 1, account_id: 1, accounts: [{ id: 1, role }] } as never; };

describe('the palette', () => {
  beforeEach(() => setActivePinia(createPinia()));

  it('leads to every page an administrator has, and to saved filters', () => {
    as('administrator');
    useFolders().items = [{ id: 4, name: 'Angry', query: { payload: [] } }];

    expect(places()).toEqual(expect.arrayContaining(['go-reports', 'go-settings-inboxes', 'go-settings-system', 'go-settings-articles', 'go-folder-4']));
  });

  it('leads agents to no page that is not theirs', () => {
    as('agent');

    expect(places()).toContain('go-settings-preferences');
    expect(places()).not.toContain('go-settings-inboxes');
    expect(places()).not.toContain('go-reports');
  });
});
