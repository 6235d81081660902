import { beforeEach, describe, expect, it, vi } from 'vitest';

import type { FromPage, FromPanel } from '../src/shared/bridge';
import type { PageApi } from '../src/sdk/page-api';

const HUB = 'https://hub.example';
const config = { website_token: 'shop', website_name: 'Shop', widget_color: '#2f7d5b', position: 'left', locale: 'en' };

let api: PageApi;
let frame: HTMLIFrameElement;
let sent: FromPage[];
let requests: { url: string; body: { token?: string } | null }[];
let session: { token: string; source_id: string; known: boolean };
let refusal: Response | null;
let heard: { name: string; detail: unknown }[];

/** A slow machine may take its time. */
const eventually = <T>(what: () => T) => vi.waitFor(what, { timeout: 30_000 });

const root = () => document.getElementById('parley-widget')?.shadowRoot?.querySelector('.root') as HTMLElement;
const bubble = () => root().querySelector('.bubble') as HTMLButtonElement;

function panelSays(message: FromPanel, origin = HUB, source: Window | null = frame.contentWindow): void {
  window.dispatchEvent(new MessageEvent('message', { data: { 'parley-widget': message }, origin, source }));
}

async function run(settings: object = {}, panelReady = true): Promise<void> {
  window.parleySettings = settings;
  window.parleySDK?.run({ websiteToken: 'shop', baseUrl: `${HUB}/` });
  api = window.$parley as PageApi;
  await eventually(() => expect(requests.length).toBeGreaterThan(refusal ? 0 : 1));
  if (refusal) {
    await new Promise((resolve) => setTimeout(resolve));
    return;
  }
  frame = await eventually(() => {
    const found = root().querySelector('iframe');
    expect(found).toBeTruthy();
    return found as HTMLIFrameElement;
  });
  // jsdom gives a frame in a shadow root no window; this one lends it its own.
  const lender = document.createElement('iframe');
  document.body.append(lender);
  const panel = lender.contentWindow as Window;
  Object.defineProperty(frame, 'contentWindow', { value: panel });
  vi.spyOn(panel, 'postMessage').mockImplementation(((data: Record<string, FromPage>, origin: string) => {
    expect(origin).toBe(HUB);
    sent.push(data['parley-widget'] as FromPage);
  }) as never);
  if (panelReady) {
    panelSays({ type: 'loaded' });
    panelSays({ type: 'ready' });
  }
}

beforeEach(async () => {
  document.body.replaceChildren();
  localStorage.clear();
  delete window.$parley;
  delete window.$chatwoot;
  delete window.chatwootSettings;
  sent = [];
  requests = [];
  heard = [];
  refusal = null;
  session = { token: 't1', source_id: 's1', known: false };
  window.matchMedia = ((query: string) => ({ matches: false, media: query, addEventListener: () => undefined })) as never;
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
    requests.push({ url, body: typeof init.body === 'string' ? (JSON.parse(init.body) as { token?: string }) : null });
    return Promise.resolve(refusal ?? new Response(JSON.stringify(url.includes('config') ? config : session)));
  });
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  vi.resetModules();
  await import('../src/sdk/main');
});

for (const name of ['ready', 'error', 'opened', 'closed', 'on-message', 'on-start-conversation']) {
  for (const prefix of ['parley', 'chatwoot']) {
    window.addEventListener(`${prefix}:${name}`, (event) =>
      heard?.push({ name: `${prefix}:${name}`, detail: (event as CustomEvent).detail }),
    );
  }
}
const names = () => heard.map((it) => it.name);

describe('the script on a page', () => {
  it('puts a bubble where the inbox says, and introduces the panel to its visitor', async () => {
    await run();

    expect(root().classList.contains('left')).toBe(true);
    expect(frame.src).toBe(`${HUB}/widget?website_token=shop`);
    expect(sent[0]).toMatchObject({ type: 'init', session: { token: 't1' }, open: false });
    expect(names()).toEqual(['parley:ready', 'chatwoot:ready']);
  });

  it('keeps the token, never in an address, and comes back with it', async () => {
    await run();
    expect(requests.map((it) => it.url).join() + frame.src).not.toContain('t1');

    panelSays({ type: 'session', token: 't2' });
    delete window.$parley;
    document.body.replaceChildren();
    await run();

    expect(requests.flatMap((it) => it.body?.token ?? [])).toEqual(['t2']);
  });

  it('takes the settings of existing pages, ours first', async () => {
    window.chatwootSettings = { position: 'left', locale: 'es', darkMode: 'dark', type: 'expanded_bubble' };

    await run({ position: 'right', launcherTitle: 'Ask us' });

    expect([root().classList.contains('left'), root().classList.contains('expanded')]).toEqual([false, true]);
    expect(bubble().textContent).toContain('Ask us');
    expect(sent[0]).toMatchObject({ look: { locale: 'es', darkMode: 'dark' } });
    expect(window.$chatwoot).toBe(window.$parley);
  });

  it('opens and closes for the page, the visitor and the panel', async () => {
    await run();

    api.toggle('open');
    api.toggle('open');
    panelSays({ type: 'close' });
    bubble().click();
    bubble().click();

    expect(names().filter((it) => it.startsWith('chatwoot'))).toEqual([
      'chatwoot:ready', 'chatwoot:opened', 'chatwoot:closed', 'chatwoot:opened', 'chatwoot:closed',
    ]);
    expect(bubble().getAttribute('aria-expanded')).toBe('false');
  });

  it('listens to its panel only, and only from the hub', async () => {
    await run();
    const elsewhere = document.createElement('iframe');
    document.body.append(elsewhere);

    panelSays({ type: 'session', token: 'stolen' }, 'https://evil.example');
    panelSays({ type: 'session', token: 'stolen' }, HUB, elsewhere.contentWindow);
    panelSays({ type: 'session', token: 'stolen' }, HUB, window);

    expect(localStorage.getItem('parley.shop.token')).toBe('t1');
  });

  it('tells the panel who the user is once it is ready, and no second time', async () => {
    await run({}, false);
    api.setUser(42, { name: 'Ana', email: 'ana@shop.example', identifier_hash: 'ab12', plan: 'gold' });
    expect(sent).toEqual([]);

    panelSays({ type: 'loaded' });
    panelSays({ type: 'ready' });
    api.setUser('42', { name: 'Ana', email: 'ana@shop.example', identifier_hash: 'ab12', plan: 'gold' });

    expect(sent.filter((it) => it.type === 'contact')).toEqual([
      {
        type: 'contact',
        of: 'setUser',
        changes: {
          identifier: '42',
          name: 'Ana',
          email: 'ana@shop.example',
          identifier_hash: 'ab12',
          custom_attributes: { plan: 'gold' },
        },
      },
    ]);
  });

  it('tries an identity again after it was refused, and says so', async () => {
    await run();
    api.setUser('42', { identifier_hash: 'wrong' });
    panelSays({ type: 'error', of: 'setUser', problem: 'identifier-hash-mismatch', detail: 'no' });

    api.setUser('42', { identifier_hash: 'wrong' });

    expect(sent.filter((it) => it.type === 'contact')).toHaveLength(2);
    expect(heard).toContainEqual({ name: 'parley:error', detail: expect.objectContaining({ problem: 'identifier-hash-mismatch' }) as unknown });
  });

  it('sets and deletes attributes, language and colours', async () => {
    await run();

    api.setCustomAttributes({ plan: 'gold' });
    api.deleteCustomAttribute('plan');
    api.setConversationCustomAttributes({ order: 7 });
    api.setLocale('pt_BR');
    api.setColorScheme('dark');

    expect(sent.filter((it) => it.type === 'contact').map((it) => it.changes)).toEqual([
      { custom_attributes: { plan: 'gold' } },
      { custom_attributes: { plan: null } },
      { conversation_custom_attributes: { order: 7 } },
    ]);
    expect(sent.filter((it) => it.type === 'look').map((it) => it.look)).toEqual([
      { locale: 'pt_BR' },
      { locale: 'pt_BR', darkMode: 'dark' },
    ]);
    expect(root().classList.contains('dark')).toBe(true);
  });

  it.each([
    ['setUser', () => api.setUser(null as never)],
    ['setCustomAttributes', () => api.setCustomAttributes('gold' as never)],
    ['setLabel', () => api.setLabel('vip')],
  ])('says why %s was not done', async (of, call) => {
    await run();

    call();

    expect(heard.filter((it) => it.name === 'chatwoot:error').map((it) => (it.detail as { of: string }).of)).toEqual([of]);
    expect(sent.filter((it) => it.type === 'contact')).toEqual([]);
  });

  it('becomes a stranger on reset', async () => {
    await run();
    session = { token: 't5', source_id: 's5', known: false };

    api.reset();
    await eventually(() => expect(sent.some((it) => it.type === 'session')).toBe(true));

    expect(requests[requests.length - 1]?.body?.token).toBeUndefined();
    expect(localStorage.getItem('parley.shop.token')).toBe('t5');
  });

  it('shows how much is unread, and what was said', async () => {
    await run();

    panelSays({ type: 'unread', count: 3, label: '3 unread messages', preview: { name: 'Ana', text: '<b>hi</b>', avatar: null } });

    expect(root().querySelector('.badge')?.textContent).toBe('3');
    expect(bubble().getAttribute('aria-label')).toBe('Open the chat, 3 unread messages');
    expect(root().querySelector('.said')?.textContent).toBe('<b>hi</b>');
  });

  it('hides its bubble for a page that has a button of its own', async () => {
    await run({ hideMessageBubble: true });
    const hidden = bubble().hidden;

    api.toggleBubbleVisibility('show');

    expect([hidden, bubble().hidden]).toEqual([true, false]);
  });

  it('shows nothing on a page that the inbox does not allow', async () => {
    refusal = new Response(JSON.stringify({ type: 'urn:parley:problem:origin-not-allowed', detail: 'not here' }), { status: 403 });

    await run();

    expect(document.getElementById('parley-widget')).toBeNull();
    expect(heard).toContainEqual({ name: 'chatwoot:error', detail: expect.objectContaining({ problem: 'origin-not-allowed' }) as unknown });
  });
});
