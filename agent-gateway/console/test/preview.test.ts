import { describe, expect, it } from 'vitest';
import type { Message } from '@/api/types';
import { plainOf, previewOf } from '@/lib/preview';

const message = (content: string) => ({ content, content_attributes: {} }) as Message;

describe('a preview', () => {
  it.each([
    ['# Invoices\n\n- Ask for the *tax number*\n- and `#4`', 'Invoices Ask for the tax number and #4'],
    ['> > Where is it?\n\nHere: [the **page**](https://example.org/a_b).', 'Where is it? Here: the page.'],
    ['**Two** ~~or~~ __three__ _words_ (*here*) ![a cat](https://example.org/cat.png)', 'Two or three words (here) a cat'],
    ['[@Ana](mention://user/4/Ana) please look', '@Ana please look'],
    ['```js\nlet a = 1;\n```', 'let a = 1;'],
  ])('says %j without its marks', (markdown, plain) => {
    expect(previewOf(message(markdown), (key) => key)).toBe(plain);
  });

  it.each(['Order #4711, first_last_name@example.org', '5 > 3 and 2 * 3 * 4 = 24', 'a_b ~5 kg #1', '1. one', '-5 °C', 'C# and F#'])('leaves %j as it is', (text) => {
    expect(plainOf(text)).toBe(text);
  });

  it('leaves what the search marked', () => {
    expect(plainOf('# <mark>Invoices</mark>\n**the <mark>tax</mark> number**')).toBe('<mark>Invoices</mark>\nthe <mark>tax</mark> number');
  });

  it('is quick with what was written to slow it', () => {
    const began = performance.now();
    plainOf('*a '.repeat(20_000));
    plainOf('['.repeat(20_000));

    expect(performance.now() - began).toBeLessThan(2_000);
  });
});
