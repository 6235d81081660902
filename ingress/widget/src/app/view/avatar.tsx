import { useState } from 'preact/hooks';

import type { Person } from '../../shared/protocol';

const HUES = [12, 38, 150, 190, 215, 262, 292, 330];

function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const letters = [words[0], words.length > 1 ? words[words.length - 1] : undefined];
  return letters.map((word) => Array.from(word ?? '')[0] ?? '').join('').toUpperCase();
}

function hueOf(name: string): number {
  const sum = Array.from(name).reduce((total, letter) => (total * 31 + (letter.codePointAt(0) ?? 0)) % 9973, 7);
  return HUES[sum % HUES.length] ?? 215;
}

/** A face, else initials on a colour that is the name's own. */
export function Avatar({ person, size = 32 }: { person: Person; size?: number }) {
  const [broken, setBroken] = useState<string | null>(null);
  const url = person.avatar_url;
  const style = { width: `${size}px`, height: `${size}px`, fontSize: `${Math.round(size * 0.4)}px` };
  if (url && /^(https?:\/\/|\/)/.test(url) && broken !== url) {
    return <img class="avatar" src={url} alt="" style={style} onError={() => setBroken(url)} />;
  }
  return (
    <span class="avatar" style={{ ...style, '--hue': hueOf(person.name ?? '') }} aria-hidden="true">
      {initials(person.name ?? '') || '•'}
    </span>
  );
}
