import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';

import type { Chat } from '../chat';
import { check } from '../files';
import { sizeOf } from '../i18n';
import { EmojiPicker } from './emoji';
import { Icon } from './icons';

const TYPING_AGAIN = 4_000;
const TYPING_ENDS = 6_000;

/** Tells the hub now and then that the visitor is typing, and once that they have stopped. */
function useTyping(chat: Chat) {
  const told = useRef(0);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const stop = () => {
    clearTimeout(timer.current);
    if (told.current > 0) {
      told.current = 0;
      chat.typing(false);
    }
  };
  const touch = () => {
    clearTimeout(timer.current);
    timer.current = setTimeout(stop, TYPING_ENDS);
    if (Date.now() - told.current > TYPING_AGAIN) {
      told.current = Date.now();
      chat.typing(true);
    }
  };
  return { touch, stop };
}

export function Composer({ chat, files }: { chat: Chat; files: (files: Iterable<File>) => void }) {
  const words = chat.words.value;
  const config = chat.config.value;
  const look = chat.look.value;
  const [text, setText] = useState('');
  const [emoji, setEmoji] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const picker = useRef<HTMLInputElement>(null);
  const typing = useTyping(chat);
  const features = config?.features ?? [];
  const limit = config?.limits.message_length ?? 4_096;
  const over = text.trim().length - limit;
  const open = chat.open.value;

  useLayoutEffect(() => {
    const box = field.current;
    if (box) {
      box.style.height = 'auto';
      box.style.height = `${Math.min(box.scrollHeight, 132)}px`;
    }
  }, [text]);

  useEffect(() => {
    if (open && !chat.mobile.value) {
      field.current?.focus();
    }
  }, [open]);

  const send = () => {
    const content = text.trim();
    if (content !== '' && over <= 0) {
      setText('');
      setEmoji(false);
      typing.stop();
      void chat.write(content);
    }
    field.current?.focus();
  };
  const insert = (piece: string) => {
    const box = field.current;
    const at = box?.selectionStart ?? text.length;
    setText(text.slice(0, at) + piece + text.slice(box?.selectionEnd ?? at));
    setEmoji(false);
    requestAnimationFrame(() => {
      box?.focus();
      box?.setSelectionRange(at + piece.length, at + piece.length);
    });
  };
  const onKey = (event: KeyboardEvent) => {
    // On a phone the Enter key is the only way to a new line.
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing && !chat.mobile.value) {
      event.preventDefault();
      send();
    }
  };
  const onPaste = (event: ClipboardEvent) => {
    const pasted = event.clipboardData?.files;
    if (pasted && pasted.length > 0) {
      event.preventDefault();
      files(pasted);
    }
  };
  const attachments = look.enableFileUpload ?? features.includes('attachments');
  const withEmoji = look.enableEmojiPicker ?? features.includes('emoji_picker');

  return (
    <div class="composer">
      {emoji && <EmojiPicker chat={chat} take={insert} close={() => { setEmoji(false); field.current?.focus(); }} />}
      <div class="field">
        <textarea
          ref={field}
          rows={1}
          value={text}
          aria-label={words('placeholder')}
          placeholder={words('placeholder')}
          aria-invalid={over > 0}
          onInput={(event) => {
            setText(event.currentTarget.value);
            typing.touch();
          }}
          onKeyDown={onKey}
          onPaste={onPaste}
          onBlur={typing.stop}
        />
        <div class="tools">
          {withEmoji && (
            <button type="button" data-emoji-toggle aria-label={words('emoji')} title={words('emoji')} aria-expanded={emoji} onClick={() => setEmoji(!emoji)}>
              <Icon name="emoji" />
            </button>
          )}
          {attachments && (
            <>
              <button type="button" aria-label={words('attach')} title={`${words('attach')} (${sizeOf(config?.limits.upload_bytes ?? 0, chat.locale.value)})`} onClick={() => picker.current?.click()}>
                <Icon name="attach" />
              </button>
              <input
                ref={picker}
                type="file"
                hidden
                multiple
                accept={config?.limits.upload_types.join(',')}
                onChange={(event) => {
                  files(event.currentTarget.files ?? []);
                  event.currentTarget.value = '';
                }}
              />
            </>
          )}
          {over > 0 && (
            <span class="over" role="alert">
              {words('too_long', { count: over })}
            </span>
          )}
          <button type="button" class="send" aria-label={words('send')} title={words('send')} disabled={text.trim() === '' || over > 0} onClick={send}>
            <Icon name="send" />
          </button>
        </div>
      </div>
    </div>
  );
}

/** What the inbox does not take, in words; the rest. */
export function sortFiles(chat: Chat, files: Iterable<File>): { good: File[]; problems: string[] } {
  const limits = chat.config.value?.limits;
  const sorted: { good: File[]; problems: string[] } = { good: [], problems: [] };
  for (const file of files) {
    const problem = limits ? check(file, limits) : null;
    if (problem) {
      const limit = sizeOf(limits?.upload_bytes ?? 0, chat.locale.value);
      sorted.problems.push(chat.words.value(problem, { name: file.name, limit }));
    } else {
      sorted.good.push(file);
    }
  }
  return sorted;
}
