import { useEffect, useRef, useState } from 'preact/hooks';

import { colourOf, inkOn, shade } from '../../shared/colour';
import type { Chat } from '../chat';
import { missing } from '../pre-chat';
import { Composer, sortFiles } from './composer';
import { Header } from './header';
import { PreChat } from './pre-chat';
import { Thread } from './thread';

const FOCUSABLE = 'a[href], button:not([disabled]):not([tabindex="-1"]), input:not([hidden]), textarea, select, [tabindex="0"]';

/** In a panel Tab goes round, so that the keyboard does not get lost in the page below; Escape closes. */
function useKeyboard(chat: Chat) {
  return (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      chat.close();
    } else if (event.key === 'Tab' && !chat.popup.value) {
      const all = [...document.querySelectorAll<HTMLElement>(FOCUSABLE)].filter((element) => element.offsetParent !== null);
      const [first, last] = [all[0], all[all.length - 1]];
      const from = event.shiftKey ? first : last;
      if (document.activeElement === from) {
        event.preventDefault();
        (event.shiftKey ? last : first)?.focus();
      }
    }
  };
}

function useScheme(chat: Chat): 'light' | 'dark' {
  const query = matchMedia('(prefers-color-scheme: dark)');
  const [dark, setDark] = useState(query.matches);
  useEffect(() => {
    const change = () => setDark(query.matches);
    query.addEventListener('change', change);
    return () => query.removeEventListener('change', change);
  }, []);
  const chosen = chat.look.value.darkMode ?? 'auto';
  return chosen === 'auto' ? (dark ? 'dark' : 'light') : chosen;
}

export function App({ chat }: { chat: Chat }) {
  const config = chat.config.value;
  const words = chat.words.value;
  const scheme = useScheme(chat);
  const onKey = useKeyboard(chat);
  const [dropping, setDropping] = useState(false);
  const [notice, setNotice] = useState<string[]>([]);
  const [introduced, setIntroduced] = useState(false);
  const drags = useRef(0);
  const accent = colourOf(config?.widget_color);

  useEffect(() => {
    document.documentElement.lang = chat.locale.value;
    document.title = config?.website_name ?? words('title');
  }, [chat.locale.value, config?.website_name]);

  useEffect(() => {
    const style = document.documentElement.style;
    document.documentElement.dataset['theme'] = scheme;
    style.setProperty('--accent', accent);
    style.setProperty('--accent-deep', shade(accent, -0.22));
    style.setProperty('--accent-text', scheme === 'dark' ? shade(accent, 0.35) : shade(accent, -0.12));
    style.setProperty('--ink', inkOn(accent));
  }, [accent, scheme]);

  useEffect(() => {
    if (notice.length > 0) {
      const timer = setTimeout(() => setNotice([]), 8_000);
      return () => clearTimeout(timer);
    }
    return undefined;
  }, [notice]);

  if (!config) {
    return <main class="app" aria-busy="true" />;
  }

  const empty = chat.messages.value.length === 0 && chat.waiting.value.length === 0;
  const fields = config.pre_chat_form.enabled ? missing(config.pre_chat_form.fields, chat.contact.value) : [];
  const asks = chat.loaded.value && empty && fields.length > 0 && !introduced;
  const locked = chat.ended.value && !config.allow_messages_after_resolved && !chat.restarted.value;
  const allowFiles = !asks && !locked && (chat.look.value.enableFileUpload ?? config.features.includes('attachments'));
  const take = (files: Iterable<File>) => {
    const { good, problems } = sortFiles(chat, files);
    setNotice(problems);
    good.forEach((file) => void chat.write('', file));
  };
  const drag = (event: DragEvent, change: number) => {
    if (allowFiles && event.dataTransfer?.types.includes('Files')) {
      event.preventDefault();
      drags.current = Math.max(0, drags.current + change);
      setDropping(drags.current > 0);
    }
  };

  return (
    <main
      class="app"
      role={chat.popup.value ? undefined : 'dialog'}
      aria-label={words('title')}
      onKeyDown={onKey}
      onDragEnter={(event) => drag(event, 1)}
      onDragOver={(event) => drag(event, 0)}
      onDragLeave={(event) => drag(event, -1)}
      onDrop={(event) => {
        if (allowFiles && event.dataTransfer) {
          event.preventDefault();
          drags.current = 0;
          setDropping(false);
          take(event.dataTransfer.files);
        }
      }}
    >
      <Header chat={chat} hero={empty} />
      <Connection chat={chat} />
      {asks ? (
        <PreChat chat={chat} fields={fields} done={() => setIntroduced(true)} />
      ) : (
        <Thread chat={chat} />
      )}
      {notice.length > 0 && (
        <div class="notice" role="alert">
          {notice.map((line) => (
            <p key={line}>{line}</p>
          ))}
        </div>
      )}
      {!asks &&
        (locked ? (
          <div class="composer">
            <button type="button" class="primary" onClick={() => (chat.restarted.value = true)}>
              {words('start_new')}
            </button>
          </div>
        ) : (
          <Composer chat={chat} files={take} />
        ))}
      {dropping && <div class="drop">{words('drop')}</div>}
    </main>
  );
}

/** Says that the hub is away, but not at every blink. */
function Connection({ chat }: { chat: Chat }) {
  const [shown, setShown] = useState(false);
  const online = chat.link.value === 'online';
  useEffect(() => {
    if (online) {
      setShown(false);
      return undefined;
    }
    const timer = setTimeout(() => setShown(true), navigator.onLine ? 4_000 : 0);
    return () => clearTimeout(timer);
  }, [online, chat.link.value === 'offline' && !navigator.onLine]);
  return (
    <div role="status">
      {shown && (
        <p class="offline">{chat.words.value(navigator.onLine && chat.link.value === 'connecting' ? 'connecting' : 'offline')}</p>
      )}
    </div>
  );
}
