import { describe, expect, it } from 'vitest';
import { tokenAt, wrapped } from '@/composer/text';
import { mailOf, splitQuote } from '@/lib/email';
import { nameOf } from '@/lib/keys';
import { filled, htmlOf, unfilled, withMentions } from '@/lib/text';
import { bytes, duration, shortAgo, snoozeUntil, untilTime } from '@/lib/time';

describe('message text', () => {
  it('lets no markup of others through', () => {
    const html = htmlOf('<img src=x onerror=alert(1)> [a](javascript:alert(1)) <b>b</b> ![i](https://x.example/i.png)');
    const page = document.createElement('div');
    page.innerHTML = html;
    expect(page.querySelector('img, b, script')).toBeNull();
    expect(page.querySelector('a[href^="javascript"]')).toBeNull();
    expect(page.textContent).toContain('onerror');
  });

  it('reads WhatsApp’s marks and Markdown’s', () => {
    expect(htmlOf('*bold* and ~gone~', { plain: true, whatsApp: true })).toBe('<strong>bold</strong> and <del>gone</del>');
    expect(htmlOf('**bold** `x`')).toContain('<strong>bold</strong>');
    expect(htmlOf('2 * 3 * 4', { plain: true, whatsApp: true })).toBe('2 * 3 * 4');
    expect(htmlOf('a\nb', { plain: true })).toBe('a<br>b');
  });

  it('opens links apart from the console', () => {
    expect(htmlOf('https://example.org')).toContain('rel="noopener noreferrer"');
  });

  it('marks who is mentioned, the longer name first', () => {
    const { text, ids } = withMentions('ask @Bo Li and @Bo', [{ id: 7, name: 'Bo' }, { id: 8, name: 'Bo Li' }]);
    expect(text).toBe('ask [@Bo Li](mention://user/8/Bo%20Li) and [@Bo](mention://user/7/Bo)');
    expect(ids.sort()).toEqual([7, 8]);
    expect(htmlOf(text)).toContain('<span class="mention">@Bo Li</span>');
  });

  it('fills in what is known of a canned response', () => {
    expect(filled('Hi {{ contact.first_name }}, #{{conversation.id}} {{contact.email}}', { 'contact.first_name': 'Ana', 'conversation.id': 12, 'contact.email': null }))
      .toBe('Hi Ana, #12 {{contact.email}}');
  });

  it('tells which variable stands for nothing', () => {
    expect(unfilled('Hi Ana, {{ contact.email }}')).toBe('{{ contact.email }}');
    expect(unfilled('a {{ template with words }} and {one}')).toBeUndefined();
  });
});

describe('the composer', () => {
  it('looks for canned responses after a slash and for colleagues in notes', () => {
    expect(tokenAt('/gre', 4, false)).toEqual({ kind: '/', word: 'gre', from: 0 });
    expect(tokenAt('and/or', 6, false)).toBeNull();
    expect(tokenAt('hi @bo', 6, true)).toEqual({ kind: '@', word: 'bo', from: 3 });
    expect(tokenAt('hi @bo', 6, false)).toBeNull();
  });

  it('puts marks on, and takes them off', () => {
    expect(wrapped('a b c', 2, 3, '**')).toEqual({ from: 2, to: 3, by: '**b**', select: [4, 5] });
    expect(wrapped('a **b** c', 4, 5, '**')).toEqual({ from: 2, to: 7, by: 'b', select: [2, 3] });
  });
});

describe('e-mail', () => {
  it('is harmless, without remote pictures until wanted, its quote folded', () => {
    const html = '<p onclick="x()">Hello</p><script>alert(1)</script><img src="https://t.example/p.gif"><div class="gmail_quote">On Monday …</div><p>below</p>';
    const mail = mailOf(html, { quotes: false, remote: false, dark: false });
    expect(mail).toMatchObject({ hasQuote: true, hasRemote: true });
    expect(mail.document).not.toMatch(/onclick|<script|t\.example|On Monday|below/);
    expect(mailOf(html, { quotes: true, remote: true, dark: false }).document).toMatch(/t\.example.*On Monday/s);
  });

  it('shows pictures that the hub keeps at once', () => {
    const mail = mailOf(`<img src="${location.origin}/files/logo.png">`, { quotes: false, remote: false, dark: false });
    expect(mail.hasRemote).toBe(false);
    expect(mail.document).toContain('/files/logo.png');
    expect(mailOf(`<img src="${location.origin}.evil.example/x.png">`, { quotes: false, remote: false, dark: false }).hasRemote).toBe(true);
  });

  it('folds quoted lines of plain text', () => {
    expect(splitQuote('Thanks!\n\nOn Mon, Bo <bo@x.example> wrote:\n> hi')).toEqual({ written: 'Thanks!', quoted: 'On Mon, Bo <bo@x.example> wrote:\n> hi' });
    expect(splitQuote('no quote').quoted).toBe('');
  });
});

describe('times and keys', () => {
  it('are short', () => {
    const now = 1_750_000_000_000;
    const ago = (seconds: number) => shortAgo(now / 1000 - seconds, now, 'en', { now: 'now' });
    expect([ago(5), ago(240), ago(7_200), ago(200_000)]).toEqual(['now', '4m', '2h', '2d']);
    expect([42, 600, 3_599, 5_400, 129_600, 200_000, 900_000].map((it) => duration(it, 'en'))).toEqual(['42s', '10m', '1h', '1h 30m', '1d 12h', '2d 8h', '10d']);
    expect(duration(600, 'pt-BR')).toMatch(/^10\s?min$/);
    const noon = new Date(2026, 10, 27, 12);
    const until = (...at: [number, number, number, number]) => untilTime(new Date(...at).getTime() / 1000, noon, 'en-GB');
    expect([until(2026, 10, 27, 18), until(2026, 10, 30, 9), until(2026, 11, 24, 9)]).toEqual(['18:00', 'Mon 09:00', '24 Dec 09:00']);
    expect([bytes(900), bytes(52_311), bytes(5_000_000)]).toEqual(['900 B', '51 KB', '4.8 MB']);
  });

  it('snooze to the next working morning', () => {
    const friday = new Date(2026, 10, 27, 19, 30);
    expect(snoozeUntil('tomorrow', friday)).toEqual(new Date(2026, 10, 28, 9));
    expect(snoozeUntil('week', friday)).toEqual(new Date(2026, 10, 30, 9));
    expect(snoozeUntil('tonight', friday)).toEqual(new Date(2026, 10, 28, 18));
    expect(snoozeUntil('reply', friday)).toBeUndefined();
  });

  it('have one name each', () => {
    const key = (key: string, more = {}) => nameOf({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more });
    expect([key('j'), key('K', { ctrlKey: true }), key('I', { shiftKey: true }), key('?', { shiftKey: true }), key('Escape')]).toEqual(['j', 'mod+k', 'shift+i', '?', 'Escape']);
  });
});
