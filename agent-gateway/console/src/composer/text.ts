/** What the composer does with its text. */

export interface Token {
  kind: '/' | '@';
  word: string;
  from: number;
}

/** The word after a slash that begins the text or a line, or after an at sign in a note, up to the caret. */
export function tokenAt(text: string, caret: number, note: boolean): Token | null {
  const before = text.slice(0, caret);
  const slash = /(?:^|\n|\s)\/([\w-]{0,40})$/.exec(before);
  if (slash) {
    const word = slash[1] ?? '';
    return { kind: '/', word, from: caret - word.length - 1 };
  }
  const at = note ? /(?:^|\s)@([\p{L}\p{N}._-]{0,40}(?: [\p{L}\p{N}._-]{1,40})?)$/u.exec(before) : null;
  if (at) {
    const word = at[1] ?? '';
    return { kind: '@', word, from: caret - word.length - 1 };
  }
  return null;
}

/** The selection between two signs, or out of them when it already is. */
export function wrapped(text: string, start: number, end: number, sign: string): { from: number; to: number; by: string; select: [number, number] } {
  const chosen = text.slice(start, end);
  if (text.slice(start - sign.length, start) === sign && text.slice(end, end + sign.length) === sign) {
    return { from: start - sign.length, to: end + sign.length, by: chosen, select: [start - sign.length, end - sign.length] };
  }
  return { from: start, to: end, by: sign + chosen + sign, select: [start + sign.length, end + sign.length] };
}
