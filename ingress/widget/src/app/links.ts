/** A piece of a message: words, or an address to go to. */
export type Piece = { text: string; href?: string };

const ADDRESS = /\b(https?:\/\/[^\s<>"']+|www\.[^\s<>"']+\.[^\s<>"']+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+)/gi;

/** Closing marks at an address's end belong to the sentence, unless they close what the address opened. */
function trimEnd(address: string): string {
  let end = address.length;
  for (;;) {
    const last = address.charAt(end - 1);
    const inside = address.slice(0, end);
    const closes = last === ')' && (inside.match(/\(/g)?.length ?? 0) < (inside.match(/\)/g)?.length ?? 0);
    if (!closes && !/[.,;:!?'"\]}…*]/.test(last)) {
      return inside;
    }
    end--;
  }
}

function target(address: string): string {
  if (/^https?:/i.test(address)) {
    return address;
  }
  return address.includes('@') && !address.includes('/') ? `mailto:${address}` : `https://${address}`;
}

/** Splits text into words and links. Only http, https and mailto come out, so no text can become a script. */
export function pieces(text: string): Piece[] {
  const found: Piece[] = [];
  let done = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const address = trimEnd(match[0]);
    if (match.index > done) {
      found.push({ text: text.slice(done, match.index) });
    }
    found.push({ text: address, href: target(address) });
    done = match.index + address.length;
  }
  if (done < text.length) {
    found.push({ text: text.slice(done) });
  }
  return found;
}
