import { useEffect, useRef, useState } from 'preact/hooks';

import type { Chat } from '../chat';
import type { Key } from '../i18n';

const GROUPS: [Key, string][] = [
  ['emoji_smileys', '😀 😃 😄 😁 😅 😂 🙂 😉 😊 😇 🥰 😍 😘 😋 😜 🤗 🤔 🤨 😐 😏 🙄 😬 😌 😴 😷 🤒 🥳 😎 🤓 😕 😟 😮 😳 🥺 😢 😭 😤 😡 🤯 😱'],
  ['emoji_people', '👋 🤚 ✋ 👌 ✌️ 🤞 🤟 👈 👉 👆 👇 👍 👎 ✊ 👊 👏 🙌 🤝 🙏 💪 👀 🙋 🤷 🤦 🙇 💁 🏃 👨‍👩‍👧'],
  ['emoji_nature', '🐶 🐱 🐭 🐰 🦊 🐻 🐼 🐨 🦁 🐮 🐷 🐸 🐵 🐔 🐧 🦄 🐝 🦋 🌵 🌲 🌻 🌹 🍀 🌈 ☀️ 🌙 ⭐ 🔥 💧 ❄️'],
  ['emoji_food', '🍎 🍌 🍓 🍒 🍑 🥑 🥕 🌽 🍞 🧀 🍔 🍟 🍕 🌮 🍣 🍜 🍦 🍩 🍪 🎂 🍫 ☕ 🍵 🍺 🍷 🥂'],
  ['emoji_things', '⚽ 🏀 🎾 🎮 🎲 🎸 🎉 🎁 🎈 🏆 🚗 🚲 ✈️ 🚀 🏠 🏖️ ⏰ 📱 💻 📷 💡 🔑 📦 📎 📅 💳 🛒 📞 ✉️ 🔒'],
  ['emoji_symbols', '❤️ 🧡 💛 💚 💙 💜 🖤 💔 💯 ✅ ❌ ❓ ❗ ⚠️ ⛔ ♻️ ➕ ➖ 💬 💤 🎵 🔔 🆗 🆕'],
];
const COLUMNS = 8;

/** A small picker: arrows move, Enter takes, Escape closes. */
export function EmojiPicker({ chat, take, close }: { chat: Chat; take: (emoji: string) => void; close: () => void }) {
  const area = useRef<HTMLDivElement>(null);
  const [current, setCurrent] = useState(0);
  const words = chat.words.value;

  useEffect(() => {
    area.current?.querySelector<HTMLElement>('button')?.focus();
    const away = (event: Event) => {
      const target = event.target as Element;
      if (!area.current?.contains(target) && !target.closest('[data-emoji-toggle]')) {
        close();
      }
    };
    document.addEventListener('pointerdown', away);
    return () => document.removeEventListener('pointerdown', away);
  }, []);

  const onKey = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: COLUMNS, ArrowUp: -COLUMNS }[event.key];
    if (event.key === 'Escape') {
      event.stopPropagation();
      close();
    } else if (step !== undefined) {
      event.preventDefault();
      const buttons = [...(area.current?.querySelectorAll('button') ?? [])];
      const next = Math.min(Math.max(current + step, 0), buttons.length - 1);
      setCurrent(next);
      buttons[next]?.focus();
    }
  };

  let index = 0;
  return (
    <div class="emoji" ref={area} role="dialog" aria-label={words('emoji')} onKeyDown={onKey}>
      {GROUPS.map(([name, emoji]) => (
        <div key={name} role="group" aria-label={words(name)}>
          <p>{words(name)}</p>
          {emoji.split(' ').map((it) => {
            const position = index++;
            return (
              <button key={it} type="button" tabIndex={position === current ? 0 : -1} onClick={() => take(it)}>
                {it}
              </button>
            );
          })}
        </div>
      ))}
    </div>
  );
}
