import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { Chat } from '../src/app/chat';
import { MemoryStore } from '../src/app/outbox-store';
import type { FromPanel } from '../src/shared/bridge';
import type { Config, Message } from '../src/shared/protocol';
import { FakeWay, message, settled } from './fixtures';

const config = {
  website_token: 'shop', website_name: 'Shop', widget_color: '#123456', position: 'right', locale: 'en', locales: ['en'],
  features: [], pre_chat_form: { enabled: false, message: null, fields: [] }, business_hours: { enabled: false },
  limits: { message_length: 100, upload_bytes: 10, upload_types: [] },
} as unknown as Config;

/** The hub's calls, by method and path; what a test does not set answers with nothing. */
class FakeHub {
  readonly calls: { call: string; token: string | null; body: unknown }[] = [];
  history: Message[] = [];
  unread = 0;
  answers = new Map<string, () => { status: number; body?: unknown }>();

  readonly fetch = (url: string, init: RequestInit): Promise<Response> => {
    const path = url.replace('http://hub', '');
    const call = `${init.method} ${path.split('?')[0]}`;
    const token = new Headers(init.headers).get('X-Auth-Token');
    this.calls.push({ call, token, body: typeof init.body === 'string' ? JSON.parse(init.body) : null });
    const { status, body } = this.answers.get(call)?.() ?? this.usual(call, path);
    return Promise.resolve(new Response(JSON.stringify(body ?? {}), { status }));
  };

  called(call: string) {
    return this.calls.filter((it) => it.call === call);
  }

  private usual(call: string, path: string): { status: number; body?: unknown } {
    if (call === 'GET /public/widget/conversation') {
      const conversation = { id: 1, status: 'open', assignee: null, unread_count: this.unread };
      return { status: 200, body: { conversation, contact: null, agents: [], cursor: 'c1' } };
    }
    if (call === 'GET /public/widget/messages') {
      const before = Number(new URLSearchParams(path.split('?')[1]).get('before') ?? Infinity);
      const all = this.history.filter((it) => it.id < before);
      return { status: 200, body: { messages: all.slice(-3), more: all.length > 3 } };
    }
    return { status: 202 };
  }
}

let hub: FakeHub;
let way: FakeWay;
let told: FromPanel[];
let chat: Chat;

beforeEach(() => {
  vi.useFakeTimers();
  hub = new FakeHub();
  vi.stubGlobal('fetch', hub.fetch);
  way = new FakeWay();
  told = [];
  chat = new Chat({ baseUrl: 'http://hub', store: new MemoryStore(), ways: [way.open], tell: (it) => told.push(it) });
  chat.watch();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

async function begun(open = false): Promise<void> {
  const session = { token: 't1', source_id: 'visitor', known: true };
  const page = { url: 'https://shop.example/' };
  void chat.heard({ type: 'init', config, session, look: {}, page, open, mobile: false, popup: false });
  await vi.advanceTimersByTimeAsync(0);
  way.says({ type: 'hello' });
  await settled();
}

const contents = () => chat.messages.value.map((it) => it.content);
const visible = (open: boolean) => chat.heard({ type: 'visible', open, mobile: false });

describe('the chat', () => {
  it('shows the newest of the history, streams after its cursor, and loads more', async () => {
    hub.history = [1, 2, 3, 4, 5].map((id) => message(id));

    await begun();

    expect([contents(), chat.more.value]).toEqual([['message 3', 'message 4', 'message 5'], true]);
    expect(way.last.greeting).toMatchObject({ token: 't1', after: 'c1' });

    await chat.loadEarlier();

    expect([contents().length, chat.more.value]).toEqual([5, false]);
  });

  it('shows a message once, whatever comes twice, in the order of ids', async () => {
    hub.history = [message(1)];
    await begun();

    way.says({ id: 'f3', type: 'message.created', data: message(3) });
    way.says({ id: 'f2', type: 'message.created', data: message(2) });
    way.says({ id: 'f3', type: 'message.created', data: message(3) });

    expect(contents()).toEqual(['message 1', 'message 2', 'message 3']);
    expect(told.filter((it) => it.type === 'event')).toHaveLength(2);
  });

  it('replaces what was typed by the hub’s message of the same echo id', async () => {
    await begun();
    await chat.write('hello');
    await vi.advanceTimersByTimeAsync(100);
    const echo = (hub.called('POST /widget/messages')[0]?.body as { echo_id: string }).echo_id;
    const before = chat.waiting.value.map((it) => it.state);

    const own = message(9, { echo_id: echo, direction: 'incoming', content: 'hello', status: 'accepted' });
    way.says({ id: 'f9', type: 'message.created', data: own });
    way.says({ id: 'f10', type: 'messages.read', data: { echo_ids: [echo] } });

    expect(before).toEqual(['accepted']);
    expect([chat.waiting.value, contents(), chat.messages.value[0]?.status]).toEqual([[], ['hello'], 'read']);
  });

  it('says what was seen once the panel is open, together and not again', async () => {
    hub.history = [message(1), message(2, { status: 'read' })];
    hub.unread = 4;
    await begun();
    const closed = chat.unread.value;

    await visible(true);
    way.says({ id: 'f3', type: 'message.created', data: message(3) });
    await vi.advanceTimersByTimeAsync(100);
    way.says({ id: 'f1', type: 'message.updated', data: message(1, { status: 'delivered' }) });
    await vi.advanceTimersByTimeAsync(100);

    expect([closed, chat.unread.value]).toEqual([4, 0]);
    expect(hub.called('POST /widget/seen').flatMap((it) => (it.body as { message_ids: number[] }).message_ids)).toEqual([1, 3]);
  });

  it('tells the page how much is unread, and what came last', async () => {
    await begun();

    way.says({ id: 'f3', type: 'message.created', data: message(3, { content: 'are you there?' }) });

    expect(told.filter((it) => it.type === 'unread').pop()).toMatchObject({
      count: 1,
      label: '1 unread message',
      preview: { name: 'Ana', text: 'are you there?' },
    });
  });

  it('reads everything again after a reset and keeps what streamed in meanwhile', async () => {
    hub.history = [1, 2, 3].map((id) => message(id));
    await begun();
    hub.history = [5, 6, 7].map((id) => message(id));

    way.says({ id: 'r1', type: 'reset' });
    way.says({ id: 'f8', type: 'message.created', data: message(8) });
    await settled();

    expect(contents()).toEqual(['message 5', 'message 6', 'message 7', 'message 8']);
  });

  it('becomes who the visitor proves to be: another token, another history', async () => {
    hub.history = [message(1)];
    await begun();
    hub.history = [message(50)];
    hub.answers.set('PATCH /widget/contact', () => ({ status: 202, body: { token: 't2', source_id: 'ana', changed: true } }));

    const changed = chat.heard({ type: 'contact', changes: { identifier: 'ana', identifier_hash: 'h' }, of: 'setUser' });
    await vi.advanceTimersByTimeAsync(10);
    await changed;

    expect(told).toContainEqual({ type: 'session', token: 't2' });
    expect(contents()).toEqual(['message 50']);
    expect(way.last.greeting.token).toBe('t2');
  });

  it('tells the page of an identity that is refused, and stays who it was', async () => {
    await begun();
    const body = { type: 'urn:parley:problem:identifier-hash-mismatch', detail: 'the hash does not match' };
    hub.answers.set('PATCH /widget/contact', () => ({ status: 401, body }));

    await chat.heard({ type: 'contact', changes: { identifier: 'ana', identifier_hash: 'x' }, of: 'setUser' });

    expect(told.filter((it) => it.type === 'error')).toEqual([
      { type: 'error', problem: 'identifier-hash-mismatch', detail: 'the hash does not match', of: 'setUser' },
    ]);
    expect(hub.called('PATCH /widget/contact')).toHaveLength(1);
  });

  it('asks the page for another token when its own has expired, and sends what was typed with it', async () => {
    await begun();
    let expired = true;
    hub.answers.set('POST /widget/messages', () =>
      expired ? { status: 401, body: { type: 'urn:parley:problem:visitor-token-invalid' } } : { status: 202 },
    );

    await chat.write('hello');
    await vi.advanceTimersByTimeAsync(100);
    expect(told).toContainEqual({ type: 'session-lost' });
    expired = false;
    void chat.heard({ type: 'session', session: { token: 't9', source_id: 'new', known: false } });
    await vi.advanceTimersByTimeAsync(10_000);

    const sent = hub.called('POST /widget/messages').filter((it) => it.token === 't9');
    expect(sent.map((it) => (it.body as { content: string }).content)).toEqual(['hello']);
  });

  it('speaks the language that the page chooses later', async () => {
    await begun();

    await chat.heard({ type: 'look', look: { locale: 'pt_BR' } });

    expect(chat.words.value('send')).toBe('Enviar');
  });

  it('shows that an agent is typing, and forgets it', async () => {
    await begun();

    way.says({ type: 'conversation.typing_on', data: { name: 'Ana', avatar_url: null } });
    const typing = chat.typist.value?.name;
    vi.advanceTimersByTime(30_000);

    expect([typing, chat.typist.value]).toEqual(['Ana', null]);
  });
});
