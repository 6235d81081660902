import { describe, expect, it } from 'vitest';
import { EventReader, type ServerEvent } from '@/api/events';
import { after, begun, ended, withoutNumbers } from '@/assist/writing';
import { EVERYTHING, narrowed, pathOf, piecesOf, queryOf } from '@/search/search';
import { addressesOf, draftOf, localesOf, shareOf } from '@/settings/articles';

describe('the search', () => {
  it('asks for what is narrowed alone, and for whole days', () => {
    const query = queryOf('  lost parcel ', { ...EVERYTHING, inbox: 3, since: '2026-03-01', until: '2026-03-01' }, 2);
    expect(query).toMatchObject({ q: 'lost parcel', inbox_id: 3, page: 2, label: '' });
    expect(Number(query.until) - Number(query.since)).toBe(24 * 3600 - 1);
    expect(queryOf('x', EVERYTHING)).toEqual({ q: 'x', page: undefined, inbox_id: '', status: '', assignee_id: '', label: '', since: undefined, until: undefined });
    expect(narrowed({ ...EVERYTHING, label: 'vip', inbox: 1 })).toBe(2);
  });

  it('takes nothing of a highlight for HTML but its marks', () => {
    expect(piecesOf('a &lt;b&gt; <mark>caf&#233; &amp; p&atilde;o</mark> &quot;x&quot;')).toEqual([
      { text: 'a <b> ', hit: false }, { text: 'café & p&atilde;o', hit: true }, { text: ' "x"', hit: false },
    ]);
    expect(piecesOf('&amp;lt;mark&amp;gt;')).toEqual([{ text: '&lt;mark&gt;', hit: false }]);
    expect(piecesOf('')).toEqual([]);
  });

  it('leads to where a source can be read', () => {
    expect(pathOf({ id: 1, title: 'Refunds', article_id: 9 })).toBe('/app/settings/articles/9');
    expect(pathOf({ id: 1, title: 'An answer', conversation_id: 4, message_id: 77 })).toBe('/app/conversations/4?message=77');
    expect(pathOf({ id: 1, title: 'hi', short_code: 'hi' })).toBeNull();
  });
});

describe('events of an answer', () => {
  function read(...pieces: string[]): ServerEvent[] {
    const events: ServerEvent[] = [];
    const reader = new EventReader((event) => events.push(event));
    pieces.forEach((it) => reader.read(it));
    return events;
  }

  it('are read in whatever pieces they come', () => {
    const text = ': hello\n\nevent:delta\ndata:{"text":"Olá "}\n\nevent: done\ndata: {"text":\ndata: "x"}\n\n';
    const whole = [{ type: 'delta', data: '{"text":"Olá "}' }, { type: 'done', data: '{"text":\n"x"}' }];
    expect(read(text)).toEqual(whole);
    expect(read(...text)).toEqual(whole);
    expect(read(...text.replaceAll('\n', '\r\n'))).toEqual(whole);
    expect(read('data: half')).toEqual([]);
  });
});

describe('what a model writes', () => {
  const said = (type: string, data: unknown) => ({ type, data: JSON.stringify(data) });

  it('grows, and is replaced by the whole', () => {
    const growing = [said('delta', { text: 'Your par' }), said('delta', { text: 'cel [1]' }), said('ping', {})].reduce(after, begun());
    expect(growing).toEqual({ text: 'Your parcel [1]', citations: [], state: 'writing', error: '' });
    const citation = { number: 1, source: { id: 2, title: 'Deliveries' }, quote: 'parcels' };
    const done = after(growing, said('done', { text: 'Your parcel [1] left.', citations: [citation] }));
    expect(done).toEqual({ text: 'Your parcel [1] left.', citations: [citation], state: 'done', error: '' });
    expect(ended(done, 'cut')).toBe(done);
    expect(withoutNumbers(done.text)).toBe('Your parcel left.');
    expect(withoutNumbers('A [1, 2], b [note]')).toBe('A, b [note]');
  });

  it('says when it failed or was cut off', () => {
    expect(after(begun(), said('error', { error: 'busy' }))).toMatchObject({ state: 'failed', error: 'busy' });
    expect(ended(after(begun(), said('delta', { text: 'Half' })), 'cut off')).toMatchObject({ text: 'Half', state: 'failed', error: 'cut off' });
  });
});

describe('articles', () => {
  it('are imported from addresses alone', () => {
    expect(addressesOf('https://a.example/x\n http://b.example  https://a.example/x\nfile:///etc/passwd nonsense')).toEqual({ urls: ['https://a.example/x', 'http://b.example'], wrong: ['file:///etc/passwd', 'nonsense'] });
    expect(addressesOf(' \n')).toEqual({ urls: [], wrong: [] });
  });

  it('begin as drafts in the agent’s language', () => {
    expect(draftOf(null, 'pt')).toEqual({ title: '', content: '', locale: 'pt', status: 'draft' });
    expect(localesOf([{ locale: 'fr' }, { locale: 'en' }] as never)).toEqual(['en', 'pt', 'es', 'fr']);
  });

  it('are counted while the index is built', () => {
    expect([shareOf({ done: 0, total: 0 }), shareOf({ done: 5, total: 10 }), shareOf({ done: 12, total: 10 })]).toEqual([0, 0.5, 1]);
  });
});
