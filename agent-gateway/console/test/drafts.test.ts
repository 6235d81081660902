import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { api } from '@/api/client';
import type { Profile } from '@/api/types';
import { useDrafts } from '@/stores/drafts';
import { useSession } from '@/stores/session';

describe('what is being written', () => {
  let answers: ((known: object) => void)[];
  let saved: unknown[];
  let finish: () => void;

  beforeEach(() => {
    setActivePinia(createPinia());
    localStorage.clear();
    answers = [];
    saved = [];
    vi.spyOn(api, 'get').mockImplementation(() => new Promise((resolve) => { answers.push(resolve as never); }));
    vi.spyOn(api, 'put').mockImplementation((_, draft) => {
      saved.push({ ...draft as object });
      return new Promise((resolve) => { finish = () => resolve(undefined as never); });
    });
    vi.spyOn(api, 'delete').mockResolvedValue(undefined);
  });

  it('stays, whatever the hub answers to an older question', async () => {
    const drafts = useDrafts();
    const loaded = drafts.load(1);
    drafts.write(1, { message: 'Good mor' });
    const saving = drafts.save();
    await vi.waitFor(() => expect(saved).toHaveLength(1));
    finish();
    await saving;
    answers[0]?.({ message: 'Old', note: '', in_reply_to: null });
    await loaded;

    expect(drafts.get(1).message).toBe('Good mor');
  });

  it('is saved once more when it grew while it was saved', async () => {
    const drafts = useDrafts();
    drafts.write(1, { message: 'Good' });
    const first = drafts.save();
    await vi.waitFor(() => expect(saved).toHaveLength(1));
    drafts.write(1, { message: 'Good morning' });
    const second = drafts.save();
    finish();
    await first;
    await vi.waitFor(() => expect(saved).toHaveLength(2));
    finish();
    await second;

    expect(saved).toEqual([{ message: 'Good', note: '', in_reply_to: null }, { message: 'Good morning', note: '', in_reply_to: null }]);
  });

  it('is taken from the hub where nothing was written here', async () => {
    const drafts = useDrafts();
    const loaded = drafts.load(1);
    answers[0]?.({ message: 'From another desk', note: '', in_reply_to: 7 });
    await loaded;

    expect(drafts.get(1)).toEqual({ message: 'From another desk', note: '', in_reply_to: 7 });
  });

  it('outlives a page that went before the hub had it', async () => {
    useDrafts().write(1, { message: 'Half a thought' });

    setActivePinia(createPinia());
    const drafts = useDrafts();
    const loaded = drafts.load(1);
    answers[0]?.({ message: '', note: '', in_reply_to: null });
    await loaded;

    expect(drafts.get(1).message).toBe('Half a thought');
    void drafts.save();
    await vi.waitFor(() => expect(saved).toEqual([{ message: 'Half a thought', note: '', in_reply_to: null }]));
  });

  it('is of one agent in one account', async () => {
    const session = useSession();
    session.profile = { id: 1, account_id: 1, accounts: [] } as unknown as Profile;
    useDrafts().write(1, { message: 'Only mine' });

    setActivePinia(createPinia());
    useSession().profile = { id: 2, account_id: 1, accounts: [] } as unknown as Profile;

    expect(useDrafts().get(1).message).toBe('');
  });

  it('keeps files with their conversation', () => {
    const drafts = useDrafts();
    const file = new File(['x'], 'x.txt');
    drafts.enclose(1, { files: [file] });
    drafts.enclose(1, { cc: 'boss@example.org' });

    expect(drafts.enclosed(1)).toEqual({ files: [file], cc: 'boss@example.org', bcc: '' });
    expect(drafts.enclosed(2).files).toEqual([]);
  });
});
