import type { VNode } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';

import type { Chat } from '../chat';
import { dayName } from '../i18n';
import { Markdown } from '../markdown';
import { Avatar } from './avatar';
import { Icon } from './icons';
import { StoredMessage, WaitingMessage } from './message';

/** Messages of one sender within this time stand together. */
const TOGETHER = 3 * 60_000;

interface Row {
  key: string;
  at: Date;
  by: string;
  draw: (first: boolean, last: boolean) => VNode;
}

function rows(chat: Chat): Row[] {
  const stored = chat.messages.value.map(
    (message): Row => ({
      key: message.echo_id ?? `m${message.id}`,
      at: new Date(message.created_at),
      by: message.direction === 'incoming' ? 'me' : `${message.sender?.type}-${message.sender?.name}`,
      draw: (first, last) => <StoredMessage chat={chat} message={message} first={first} last={last} />,
    }),
  );
  const waiting = chat.waiting.value.map(
    (item): Row => ({
      key: item.echo_id,
      at: new Date(item.created_at),
      by: 'me',
      draw: (first, last) => <WaitingMessage chat={chat} item={item} first={first} last={last || item.state === 'failed'} />,
    }),
  );
  return [...stored, ...waiting];
}

function sameGroup(one: Row | undefined, other: Row | undefined): boolean {
  return (
    one !== undefined &&
    other !== undefined &&
    one.by === other.by &&
    one.at.toDateString() === other.at.toDateString() &&
    Math.abs(other.at.getTime() - one.at.getTime()) < TOGETHER
  );
}

/** The greeting of the inbox, until the hub's own one is in the history. */
function Greeting({ chat }: { chat: Chat }) {
  const config = chat.config.value;
  const text = config?.greeting_message;
  const said = chat.messages.value.some((message) => message.direction === 'outgoing' && message.content === text);
  if (!config?.greeting_enabled || !text || said || chat.more.value) {
    return null;
  }
  return (
    <div class="message theirs first last bare">
      <div class="side">
        <Avatar person={{ name: config.website_name, avatar_url: config.avatar_url }} size={28} />
      </div>
      <div class="stack">
        <span class="sender">{config.website_name}</span>
        <div class="balloon">
          <Markdown text={text} />
        </div>
      </div>
    </div>
  );
}

function Away({ chat }: { chat: Chat }) {
  const hours = chat.config.value?.business_hours;
  if (!hours?.enabled || hours.open_now || !hours.away_message) {
    return null;
  }
  return (
    <p class="away-text">
      <Icon name="moon" size={16} />
      <span>{hours.away_message}</span>
    </p>
  );
}

export function Thread({ chat }: { chat: Chat }) {
  const words = chat.words.value;
  const list = rows(chat);
  const scroller = useRef<HTMLDivElement>(null);
  const atBottom = useRef(true);
  const top = useRef(0);
  const [away, setAway] = useState(false);
  const [loading, setLoading] = useState(false);
  const height = useRef(0);
  const firstKey = useRef<string | undefined>(undefined);
  const shownFirst = list[0]?.key;
  const shownLast = list[list.length - 1]?.key;
  const lastIsMine = list[list.length - 1]?.by === 'me';

  // New messages keep the view at the end; earlier ones keep it where it is.
  useLayoutEffect(() => {
    const box = scroller.current;
    if (!box) {
      return;
    }
    const grewAbove = firstKey.current !== undefined && firstKey.current !== shownFirst && !atBottom.current;
    if (grewAbove) {
      box.scrollTop += box.scrollHeight - height.current;
    }
    firstKey.current = shownFirst;
    height.current = box.scrollHeight;
  }, [shownFirst, list.length]);

  useEffect(() => {
    const box = scroller.current;
    if (box && (atBottom.current || lastIsMine)) {
      box.scrollTop = box.scrollHeight;
    } else if (box) {
      setAway(true);
    }
  }, [shownLast, chat.typist.value]);

  // Pictures and a growing composer change the height after the fact.
  useEffect(() => {
    const box = scroller.current;
    if (!box || typeof ResizeObserver === 'undefined') {
      return;
    }
    const watch = new ResizeObserver(() => {
      if (atBottom.current) {
        box.scrollTop = box.scrollHeight;
      }
      height.current = box.scrollHeight;
    });
    watch.observe(box);
    if (box.firstElementChild) {
      watch.observe(box.firstElementChild);
    }
    return () => watch.disconnect();
  }, []);

  const earlier = () => {
    if (!loading) {
      setLoading(true);
      atBottom.current = false;
      void chat
        .loadEarlier()
        .catch(() => undefined)
        .finally(() => setLoading(false));
    }
  };
  const onScroll = () => {
    const box = scroller.current;
    if (box) {
      const below = box.scrollHeight - box.scrollTop - box.clientHeight;
      // Only who goes up leaves the end; more below may be a message that came between a scroll and its event.
      if (below < 60) {
        atBottom.current = true;
      } else if (box.scrollTop < top.current) {
        atBottom.current = false;
      }
      top.current = box.scrollTop;
      setAway(!atBottom.current && below > 240);
      if (box.scrollTop < 80 && chat.more.value && chat.loaded.value) {
        earlier();
      }
    }
  };
  const now = new Date();

  return (
    <div class="thread-area">
      <div class="thread" ref={scroller} onScroll={onScroll} tabIndex={0} role="log" aria-live="polite" aria-label={words('title')}>
        <div class="lines">
          {chat.more.value && (
            <button type="button" class="earlier" onClick={earlier} disabled={loading}>
              {words(loading ? 'loading' : 'earlier')}
            </button>
          )}
          <Greeting chat={chat} />
          {list.map((row, index) => {
            const before = list[index - 1];
            const newDay = before ? before.at.toDateString() !== row.at.toDateString() : row.at.toDateString() !== now.toDateString();
            return (
              <div key={row.key}>
                {newDay && <p class="day">{dayName(row.at, now, chat.locale.value)}</p>}
                {row.draw(!sameGroup(before, row), !sameGroup(row, list[index + 1]))}
              </div>
            );
          })}
          <Away chat={chat} />
          {chat.ended.value && !chat.restarted.value && (
            <p class="ended">
              <strong>{words('ended')}</strong> {words('ended_again')}
            </p>
          )}
          {chat.typist.value && (
            <div class="message theirs first last typing">
              <div class="side">
                <Avatar person={chat.typist.value} size={28} />
              </div>
              <div class="balloon" role="img" aria-label={words('typing', { name: chat.typist.value.name ?? words('someone') })}>
                <i />
                <i />
                <i />
              </div>
            </div>
          )}
        </div>
      </div>
      {away && (
        <button
          type="button"
          class="to-bottom"
          aria-label={words('to_bottom')}
          title={words('to_bottom')}
          onClick={() => scroller.current?.scrollTo({ top: scroller.current.scrollHeight, behavior: 'smooth' })}
        >
          <Icon name="down" size={18} />
        </button>
      )}
    </div>
  );
}
