import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { api as Api } from '@/api/client';

const KEY = 'parley.session';
const of = (token: string) => JSON.stringify({ token, client: 'c', uid: 'u' });

describe('the session of a browser with several tabs', () => {
  let api: typeof Api;
  let answer: (status: number) => void;

  beforeEach(async () => {
    localStorage.setItem(KEY, of('ada'));
    vi.stubGlobal('fetch', vi.fn(() => new Promise<Response>((resolve) => {
      answer = (status) => resolve(new Response(JSON.stringify({ error: 'Invalid Access Token' }), { status }));
    })));
    vi.resetModules();
    ({ api } = await import('@/api/client'));
  });

  it('ends here at once when somebody signs out, and at the hub', () => {
    api.signOut();

    expect(api.hasSession()).toBe(false);
    expect(localStorage.getItem(KEY)).toBeNull();
    expect(vi.mocked(fetch).mock.calls[0]?.[1]).toMatchObject({ method: 'DELETE', headers: { 'access-token': 'ada' } });
  });

  it('is not ended by the refusal of the one before in another tab', async () => {
    const asked = api.get('/labels').catch((failure: unknown) => failure);
    localStorage.setItem(KEY, of('bo'));
    answer(401);
    await asked;

    expect(api.hasSession()).toBe(false);
    expect(localStorage.getItem(KEY)).toBe(of('bo'));
  });

  it('is told of another’s, and not of what this tab knows', () => {
    const told = vi.fn();
    api.whenChangedElsewhere(told);
    window.dispatchEvent(new StorageEvent('storage', { key: KEY }));
    expect(told).not.toHaveBeenCalled();

    localStorage.setItem(KEY, of('bo'));
    window.dispatchEvent(new StorageEvent('storage', { key: KEY }));
    expect(told).toHaveBeenCalledOnce();
  });
});
