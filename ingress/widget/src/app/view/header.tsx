import { useEffect, useRef, useState } from 'preact/hooks';

import type { Chat } from '../chat';
import { backAt, type Key } from '../i18n';
import { Avatar } from './avatar';
import { Icon, type IconName } from './icons';

const REPLY_TIMES = ['in_a_few_minutes', 'in_a_few_hours', 'in_a_day'];

/** Whether someone answers now, in words. */
export function availability(chat: Chat): { away: boolean; text: string } {
  const words = chat.words.value;
  const { availableMessage, unavailableMessage } = chat.look.value;
  const config = chat.config.value;
  const hours = config?.business_hours;
  if (hours?.enabled && !hours.open_now) {
    const back = hours.next_open_at
      ? words('back', { when: backAt(new Date(hours.next_open_at), new Date(), chat.locale.value) })
      : words('away');
    return { away: true, text: unavailableMessage ?? back };
  }
  const time = config?.reply_time;
  const usual = time && REPLY_TIMES.includes(time) ? words(`reply_${time}` as Key) : words('online');
  return { away: false, text: availableMessage ?? usual };
}

export function Header({ chat, hero }: { chat: Chat; hero: boolean }) {
  const words = chat.words.value;
  const config = chat.config.value;
  const assignee = chat.conversation.value?.assignee ?? null;
  const team = assignee && !hero ? [assignee] : chat.agents.value.slice(0, 3);
  const shop = { name: config?.website_name ?? '', avatar_url: config?.avatar_url ?? null };
  const { away, text } = availability(chat);
  const { welcomeTitle, welcomeDescription } = chat.look.value;
  return (
    <header class={hero ? 'header hero' : 'header'}>
      <div class="bar">
        {!hero && <Faces people={team.length > 0 ? team : [shop]} away={away} />}
        <div class="who">
          <h1 class="name">{hero ? shop.name : (assignee?.name ?? shop.name)}</h1>
          {!hero && <p class="status">{text}</p>}
        </div>
        <Menu chat={chat} />
        <button type="button" class="on-accent" aria-label={words('close')} title={words('close')} onClick={() => chat.close()}>
          <Icon name={chat.mobile.value || chat.popup.value ? 'cross' : 'close'} size={22} />
        </button>
      </div>
      {hero && (
        <div class="welcome">
          <Faces people={team.length > 0 ? team : [shop]} away={away} large />
          <p class="title">{welcomeTitle ?? config?.welcome_title ?? words('hello')}</p>
          <p class="tagline">{welcomeDescription ?? config?.welcome_tagline ?? words('tagline')}</p>
          <p class={away ? 'promise away' : 'promise'}>{text}</p>
        </div>
      )}
    </header>
  );
}

function Faces({ people, away, large }: { people: { name: string | null; avatar_url: string | null }[]; away: boolean; large?: boolean }) {
  return (
    <div class={`faces${away ? '' : ' present'}`}>
      {people.map((person, index) => (
        <Avatar key={`${person.name}-${index}`} person={person} size={large ? 44 : 36} />
      ))}
    </div>
  );
}

function Menu({ chat }: { chat: Chat }) {
  const [open, setOpen] = useState(false);
  const [sure, setSure] = useState(false);
  const area = useRef<HTMLDivElement>(null);
  const words = chat.words.value;
  const features = chat.config.value?.features ?? [];
  const { enableEndConversation, showPopoutButton } = chat.look.value;
  const status = chat.conversation.value?.status;
  const endable = (enableEndConversation ?? features.includes('end_conversation')) && status !== undefined && status !== 'resolved';

  useEffect(() => {
    if (!open) {
      setSure(false);
      return;
    }
    area.current?.querySelector<HTMLElement>('[role=menuitem]')?.focus();
    const away = (event: Event) => {
      if (!area.current?.contains(event.target as Node)) {
        setOpen(false);
      }
    };
    document.addEventListener('pointerdown', away);
    return () => document.removeEventListener('pointerdown', away);
  }, [open, sure]);

  const choose = (what: () => void) => () => {
    what();
    setOpen(false);
    area.current?.querySelector('button')?.focus();
  };
  const onKey = (event: KeyboardEvent) => {
    if (!open) {
      return;
    }
    if (event.key === 'Escape') {
      event.stopPropagation();
      choose(() => undefined)();
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      const items = [...(area.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])];
      const step = event.key === 'ArrowDown' ? 1 : items.length - 1;
      items[(items.indexOf(document.activeElement as HTMLElement) + step) % items.length]?.focus();
    }
  };
  const item = (icon: IconName, key: Key, what: () => void) => (
    <button type="button" role="menuitem" tabIndex={-1} onClick={what}>
      <Icon name={icon} size={18} />
      {words(key)}
    </button>
  );

  return (
    <div class="menu" ref={area} onKeyDown={onKey}>
      <button
        type="button"
        class="on-accent"
        aria-haspopup="menu"
        aria-expanded={open}
        aria-label={words('menu')}
        title={words('menu')}
        onClick={() => setOpen(!open)}
      >
        <Icon name="more" size={22} />
      </button>
      {open && (
        <div class="items" role="menu" aria-label={words(sure ? 'end_sure' : 'menu')}>
          {sure ? (
            <>
              <p class="sure">{words('end_sure')}</p>
              {item('end', 'end_yes', choose(() => void chat.end().catch(() => undefined)))}
              {item('cross', 'cancel', () => setSure(false))}
            </>
          ) : (
            <>
              {item(
                chat.sound.value ? 'soundOff' : 'soundOn',
                chat.sound.value ? 'sound_off' : 'sound_on',
                choose(() => chat.toggleSound()),
              )}
              {!chat.popup.value && !chat.mobile.value && (showPopoutButton ?? true) && item('popout', 'popout', choose(() => chat.popOut()))}
              {endable && item('end', 'end', () => setSure(true))}
            </>
          )}
        </div>
      )}
    </div>
  );
}
