// @vitest-environment node
import { describe, expect, it } from 'vitest';

import { pieces } from '../src/app/links';

const hrefs = (text: string) => pieces(text).flatMap((piece) => piece.href ?? []);

describe('links in messages', () => {
  it('leaves text without addresses whole', () => {
    expect(pieces('good morning\nall')).toEqual([{ text: 'good morning\nall' }]);
  });

  it('finds addresses and leaves the sentence its marks', () => {
    expect(hrefs('See https://shop.example/a?b=1&c=2, or (www.shop.example/x_(y)). Write to ana@shop.example!')).toEqual([
      'https://shop.example/a?b=1&c=2',
      'https://www.shop.example/x_(y)',
      'mailto:ana@shop.example',
    ]);
  });

  it('keeps every character of the text', () => {
    const text = 'a http://b.example. c <b>x</b> mail@d.example, e';

    expect(pieces(text).map((piece) => piece.text).join('')).toBe(text);
  });

  it.each(['javascript:alert(1)', 'data:text/html,<script>x</script>', 'vbscript:x', 'JaVaScRiPt://%0aalert(1)'])(
    'makes no link of %s',
    (text) => {
      expect(hrefs(text)).toEqual([]);
    },
  );
});
