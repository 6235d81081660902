/** An e-mail's HTML made harmless for the frame it is shown in, its quotes apart. */
import DOMPurify from 'dompurify';

const QUOTES = 'blockquote[type="cite"], .gmail_quote, .gmail_quote_container, .yahoo_quoted, .moz-cite-prefix, #divRplyFwdMsg, #appendonsend, .protonmail_quote, body > blockquote:last-of-type';

export interface Mail {
  /** A whole document for a frame's srcdoc. */
  document: string;
  hasQuote: boolean;
  hasRemote: boolean;
}

/** What the hub keeps of the mail itself tells nobody that it is read. */
const isRemote = (address: string) => /^https?:/i.test(address) && !address.startsWith(`${location.origin}/`);

export function mailOf(html: string, { quotes, remote, dark }: { quotes: boolean; remote: boolean; dark: boolean }): Mail {
  const body = DOMPurify.sanitize(html, {
    FORBID_TAGS: ['script', 'iframe', 'object', 'embed', 'form', 'input', 'button', 'link', 'meta', 'base', 'svg', 'math'],
    FORBID_ATTR: ['srcset', 'ping'],
    ALLOWED_URI_REGEXP: /^(?:https?|mailto|tel|cid|data:image\/)/i,
    RETURN_DOM: true,
  }) as HTMLElement;

  const quote = body.querySelector(QUOTES);
  if (quote && !quotes) {
    // All that follows the first quote belongs to the earlier mails.
    for (let node: Element | null = quote; node && node !== body; node = node.parentElement) {
      while (node.nextSibling) {
        node.nextSibling.remove();
      }
    }
    quote.remove();
  }

  let hasRemote = false;
  body.querySelectorAll('img').forEach((image) => {
    if (isRemote(image.getAttribute('src') ?? '')) {
      hasRemote = true;
      if (!remote) {
        image.replaceWith(image.alt ? `[${image.alt}]` : '');
      }
    }
  });
  body.querySelectorAll<HTMLElement>('[style]').forEach((element) => {
    if (/url\s*\(/i.test(element.getAttribute('style') ?? '')) {
      hasRemote = true;
      if (!remote) {
        element.setAttribute('style', (element.getAttribute('style') ?? '').replace(/url\s*\([^)]*\)/gi, 'none'));
      }
    }
  });
  body.querySelectorAll('a[href]').forEach((link) => {
    link.setAttribute('target', '_blank');
    link.setAttribute('rel', 'noopener noreferrer');
  });

  const images = `img-src data: ${location.origin}${remote ? ' https: http:' : ''}`;
  const colours = dark ? 'color:#1b1c22;background:#f4f4f6' : 'color:#1b1c22;background:#fff';
  return {
    hasQuote: quote !== null,
    hasRemote,
    document: `<!doctype html><html lang=""><head><meta charset="utf-8"><title>E-mail</title><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; ${images}"><style>html{overflow-x:auto}body{margin:0;padding:10px 12px;font:14px/1.5 system-ui,sans-serif;${colours};overflow-wrap:anywhere}img{max-width:100%;height:auto}table{max-width:100%}blockquote{margin:8px 0;padding-left:12px;border-left:3px solid #d0d0d8}</style></head><body>${body.innerHTML}</body></html>`,
  };
}

/** Plain text: what was written, and the quoted lines below. */
export function splitQuote(text: string): { written: string; quoted: string } {
  const lines = text.split('\n');
  const at = lines.findIndex((line, index) =>
    /^-{2,}\s*(original message|mensagem original|mensaje original|forwarded message)/i.test(line)
    || (/^(on|em|el|am|le)\b.{6,120}(wrote|escreveu|escribió|schrieb|a écrit)\s*:\s*$/i.test(line.trim()))
    || (/^>/.test(line) && lines.slice(index).every((it) => it.trim() === '' || it.startsWith('>'))));
  return at <= 0 ? { written: text, quoted: '' } : { written: lines.slice(0, at).join('\n').trimEnd(), quoted: lines.slice(at).join('\n') };
}
