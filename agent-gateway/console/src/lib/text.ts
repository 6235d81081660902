/** Message text as safe HTML. What contacts write is never trusted. */
import DOMPurify from 'dompurify';
import { Marked } from 'marked';

const escaped = (text: string) => text.replace(/[&<>"']/g, (it) => `&#${it.charCodeAt(0)};`);

const marked = new Marked({
  gfm: true,
  breaks: true,
  renderer: {
    html: ({ text }) => escaped(text),
    image: ({ text, href }) => escaped(text || href),
    heading(token) { return `<p><strong>${this.parser.parseInline(token.tokens)}</strong></p>`; },
  },
});

const purifier = DOMPurify(window);
purifier.addHook('afterSanitizeAttributes', (node) => {
  const href = node.getAttribute('href');
  if (href?.startsWith('mention:')) {
    const mention = document.createElement('span');
    mention.className = 'mention';
    mention.textContent = node.textContent;
    node.replaceWith(mention);
  } else if (href) {
    node.setAttribute('target', '_blank');
    node.setAttribute('rel', 'noopener noreferrer');
  }
});

const RULES = {
  ALLOWED_TAGS: ['p', 'br', 'strong', 'em', 'del', 'code', 'pre', 'ul', 'ol', 'li', 'blockquote', 'a', 'span', 'hr'],
  ALLOWED_ATTR: ['href', 'class', 'start'],
  ALLOWED_URI_REGEXP: /^(?:https?|mailto|tel|mention):/i,
};

const KEPT = 1_000;
const made = new Map<string, string>();

/** @param plain marks within lines only, as people in a chat use them; else whole Markdown */
export function htmlOf(text: string, { plain = false, whatsApp = false } = {}): string {
  const key = `${plain} ${whatsApp} ${text}`;
  const known = made.get(key);
  if (known !== undefined) {
    return known;
  }
  const marks = whatsApp ? fromWhatsApp(text) : text;
  const html = plain ? marked.parseInline(marks, { async: false }).replace(/\n/g, '<br>') : marked.parse(marks, { async: false });
  const safe = purifier.sanitize(html, RULES);
  // Whoever goes back to a conversation sees the same texts again.
  if (made.size === KEPT) {
    made.clear();
  }
  made.set(key, safe);
  return safe;
}

/** One star is bold there, one tilde strikes through. */
export function fromWhatsApp(text: string): string {
  return text
    .replace(/(^|[\s(])\*(?=\S)([^*\n]*[^*\s])\*(?=$|[\s).,;:!?])/g, '$1**$2**')
    .replace(/(^|[\s(])~(?=\S)([^~\n]*[^~\s])~(?=$|[\s).,;:!?])/g, '$1~~$2~~');
}

/** @param people whom the note may name, by what is shown of them */
export function withMentions(text: string, people: readonly { id: number; name: string }[]): { text: string; ids: number[] } {
  const ids: number[] = [];
  let marked = text;
  [...people].sort((a, b) => b.name.length - a.name.length).forEach(({ id, name }) => {
    const named = `@${name}`;
    if (marked.includes(named)) {
      const parts = marked.split(named);
      // Not what is marked already as part of a longer name.
      marked = parts.reduce((whole, part, index) => (index === 0 ? part : whole + (whole.endsWith('[') ? named : `[${named}](mention://user/${id}/${encodeURIComponent(name)})`) + part), '');
      ids.push(id);
    }
  });
  return { text: marked, ids };
}

const VARIABLE = /\{\{\s*([\w.]+)\s*\}\}/g;

/** A canned response's variables; what is not known stays to be seen. */
export function filled(template: string, values: Record<string, string | number | null | undefined>): string {
  return template.replace(VARIABLE, (whole, name: string) => {
    const value = values[name];
    return value === null || value === undefined || value === '' ? whole : String(value);
  });
}

/** The first variable that nothing was put in for. */
export const unfilled = (text: string): string | undefined => text.match(VARIABLE)?.[0];
