import { render } from 'preact';
import { afterEach, describe, expect, it } from 'vitest';

import { check } from '../src/app/files';
import { Markdown, Plain } from '../src/app/markdown';
import { changesOf, missing, problemOf } from '../src/app/pre-chat';
import type { PreChatField } from '../src/shared/protocol';
import { colourOf, inkOn } from '../src/shared/colour';

const box = document.createElement('div');
afterEach(() => render(null, box));

function markdown(text: string): HTMLElement {
  render(<Markdown text={text} />, box);
  return box;
}

describe('what agents write', () => {
  it('is shown as they meant it', () => {
    const shown = markdown('**Hi** *you*, `code`\nnext\n\n1. one\n2. two\n\n> quote\n\n~~no~~ [page](https://shop.example/a)');

    expect(shown.querySelector('strong')?.textContent).toBe('Hi');
    expect(shown.querySelectorAll('ol li')).toHaveLength(2);
    expect([shown.querySelector('em'), shown.querySelector('code'), shown.querySelector('br'), shown.querySelector('del')]).not.toContain(null);
    const link = shown.querySelector('a');
    expect([link?.href, link?.target, link?.rel]).toEqual(['https://shop.example/a', '_blank', 'noopener noreferrer nofollow']);
  });

  it.each([
    '<img src=x onerror=alert(1)>',
    '<script>alert(1)</script>',
    'a <b onclick="alert(1)">b</b> c',
    '[x](javascript:alert(1))',
    '[x](data:text/html;base64,PHNjcmlwdD4=)',
    '[x]( java\nscript:alert(1))',
    '![x](javascript:alert(1))',
    '<a href="javascript:alert(1)">x</a>',
    '<iframe srcdoc="<script>alert(1)</script>">',
    '[x](vbscript:alert(1) "title")',
    '<javascript:alert(1)>',
    '| a |\n|---|\n| <img src=x onerror=alert(1)> |',
  ])('never becomes a script: %s', (text) => {
    const shown = markdown(text);

    expect(shown.querySelector('script, iframe, img, object, [onerror], [onclick], b')).toBeNull();
    for (const link of shown.querySelectorAll('a')) {
      expect(link.protocol).toMatch(/^(https?|mailto|tel):$/);
    }
  });

  it('fetches no picture that a text names', () => {
    expect(markdown('![map](https://elsewhere.example/track.png)').querySelector('img')).toBeNull();
  });
});

describe('what visitors write', () => {
  it('is shown letter by letter', () => {
    render(<Plain text={'**a** <b>b</b> https://shop.example/?q=<c>'} />, box);

    expect(box.textContent).toBe('**a** <b>b</b> https://shop.example/?q=<c>');
    expect(box.querySelector('strong, b')).toBeNull();
  });
});

describe('files', () => {
  const limits = { message_length: 1, upload_bytes: 100, upload_types: ['image/*', 'application/pdf', '.csv'] };

  it.each([
    ['photo.png', 'image/png', 100, null],
    ['photo.png', 'image/png', 101, 'too_large'],
    ['doc.pdf', 'application/pdf', 1, null],
    ['LIST.CSV', '', 1, null],
    ['run.exe', 'application/x-msdownload', 1, 'wrong_type'],
    ['no-type', '', 1, 'wrong_type'],
  ])('%s of type "%s" with %i bytes: %s', (name, type, size, problem) => {
    expect(check({ name, type, size }, limits)).toBe(problem);
  });
});

describe('the form before the chat', () => {
  const field = (name: string, change: Partial<PreChatField> = {}): PreChatField => ({ name, type: 'text', label: name, required: true, ...change });

  it.each([
    [field('email', { type: 'email' }), '', 'form_required'],
    [field('email', { type: 'email' }), 'ana@', 'form_email'],
    [field('email', { type: 'email' }), 'ana@shop.example', null],
    [field('phone_number', { type: 'phone' }), '11 91234-5678', 'form_phone'],
    [field('phone_number', { type: 'phone' }), '+55 (11) 91234-5678', null],
    [field('order', { pattern: '^\\d+$' }), 'x', 'form_pattern'],
    [field('order', { pattern: '(' }), 'x', null],
    [field('note', { required: false }), '', null],
  ])('%o with "%s": %s', (asked, answer, problem) => {
    expect(problemOf(asked, answer)).toBe(problem);
  });

  it('asks only what is not known', () => {
    const fields = [field('full_name'), field('email'), field('order')];

    const stranger = { name: null, email: null, phone_number: null, identified: false };

    expect(missing(fields, { ...stranger, email: 'a@b.example' }).map((it) => it.name)).toEqual(['full_name', 'order']);
    expect(missing(fields, { ...stranger, has_email: true }).map((it) => it.name)).toEqual(['full_name', 'order']);
  });

  it('tells who the contact is, and the rest of the conversation', () => {
    const fields = [field('full_name'), field('phone_number', { type: 'phone' }), field('size', { type: 'number' }), field('gift', { type: 'checkbox' }), field('note')];
    const answers = { full_name: ' Ana ', phone_number: '+55 11 91234-5678', size: '7', gift: 'true', note: '' };

    expect(changesOf(fields, answers)).toEqual({
      name: 'Ana',
      phone_number: '+5511912345678',
      conversation_custom_attributes: { size: 7, gift: true },
    });
  });
});

describe('the colour of the inbox', () => {
  it('is taken only when it is one', () => {
    expect(['#abc', '#AABBCC', 'red;}', 'url(x)', null].map((it) => colourOf(it))).toEqual(['#abc', '#AABBCC', '#1f93ff', '#1f93ff', '#1f93ff']);
  });

  it('has letters on it that can be read', () => {
    expect([inkOn('#ffe600'), inkOn('#1f93ff'), inkOn('#000')]).toEqual(['#10151c', '#ffffff', '#ffffff']);
  });
});
