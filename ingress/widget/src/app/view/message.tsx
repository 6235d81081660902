import { useState } from 'preact/hooks';

import type { Attachment, Message } from '../../shared/protocol';
import type { Chat } from '../chat';
import { sizeOf, timeOf } from '../i18n';
import { Markdown, Plain } from '../markdown';
import type { Outgoing } from '../outbox';
import { Avatar } from './avatar';
import { Icon } from './icons';

/** Emoji alone are shown large. */
const EMOJI_ONLY = /^(?:\p{Extended_Pictographic}(?:\uFE0F|\p{Emoji_Modifier}|\u200D\p{Extended_Pictographic})*\s*){1,3}$/u;

const isPicture = (attachment: Attachment) => attachment.kind === 'image' || attachment.media_type?.startsWith('image/');

export function StoredMessage({ chat, message, first, last }: { chat: Chat; message: Message; first: boolean; last: boolean }) {
  const words = chat.words.value;
  const mine = message.direction === 'incoming';
  const sender = {
    name: message.sender?.name ?? chat.config.value?.website_name ?? '',
    avatar_url: message.sender?.avatar_url ?? (message.sender?.name ? null : (chat.config.value?.avatar_url ?? null)),
  };
  const quoted = message.reply_to_id === null ? undefined : chat.messages.value.find((it) => it.id === message.reply_to_id);
  const content = message.content ?? '';
  const large = EMOJI_ONLY.test(content);
  return (
    <div class={`message ${mine ? 'mine' : 'theirs'}${first ? ' first' : ''}${last ? ' last' : ''}`} data-message-id={message.id}>
      {!mine && <div class="side">{last && <Avatar person={sender} size={28} />}</div>}
      <div class="stack">
        {!mine && first && <span class="sender">{sender.name}</span>}
        <span class="hidden">{mine ? words('you') : ''}</span>
        {message.deleted ? (
          <div class="balloon gone">{words('deleted')}</div>
        ) : (
          <>
            {message.attachments.map((attachment, index) => (
              <File key={index} chat={chat} attachment={attachment} />
            ))}
            {content !== '' && (
              <div class={large ? 'balloon large' : 'balloon'}>
                {quoted?.content && <blockquote class="quoted">{quoted.content.slice(0, 160)}</blockquote>}
                {mine ? <Plain text={content} /> : <Markdown text={content} />}
              </div>
            )}
            <Reactions message={message} />
          </>
        )}
        {last && (
          <span class="meta">
            {timeOf(new Date(message.created_at), chat.locale.value)}
            {message.edited && ` · ${words('edited')}`}
            {mine && <Ticks label={words(message.status === 'read' ? 'read' : 'sent')} read={message.status === 'read'} />}
          </span>
        )}
      </div>
    </div>
  );
}

function Reactions({ message }: { message: Message }) {
  const reactions = message.reactions ?? [];
  return reactions.length === 0 ? null : <span class="reactions">{reactions.map((reaction) => reaction.emoji).join('')}</span>;
}

function Ticks({ label, read }: { label: string; read: boolean }) {
  return (
    <span class={read ? 'ticks read' : 'ticks'} role="img" aria-label={label} title={label}>
      <Icon name={read ? 'ticks' : 'tick'} size={16} />
    </span>
  );
}

function File({ chat, attachment }: { chat: Chat; attachment: Attachment }) {
  const [loaded, setLoaded] = useState(false);
  const words = chat.words.value;
  const name = attachment.file_name ?? words('image');
  const url = attachment.url !== null && /^(https?:\/\/|\/)/.test(attachment.url) ? attachment.url : null;
  if (attachment.state !== 'stored' || url === null) {
    return (
      <div class="balloon card">
        <Icon name={attachment.state === 'failed' ? 'alert' : 'clock'} />
        <span>{words(attachment.state === 'failed' ? 'file_failed' : 'file_pending')}</span>
      </div>
    );
  }
  if (isPicture(attachment)) {
    const ratio = attachment.width && attachment.height ? `${attachment.width} / ${attachment.height}` : '4 / 3';
    return (
      <a class="picture" href={url} target="_blank" rel="noopener noreferrer" style={loaded ? {} : { aspectRatio: ratio }}>
        <img src={url} alt={name} onLoad={() => setLoaded(true)} />
      </a>
    );
  }
  if (attachment.kind === 'audio') {
    return <audio class="audio" controls preload="none" src={url} aria-label={name} />;
  }
  if (attachment.kind === 'video') {
    return <video class="video" controls preload="metadata" src={url} aria-label={name} />;
  }
  return (
    <a
      class="balloon card"
      href={url}
      target="_blank"
      rel="noopener noreferrer"
      download={name}
      aria-label={words('download', { name })}
    >
      <span class="paper">
        <Icon name="file" />
      </span>
      <span class="file-name">
        <span class="cut">{name}</span>
        {attachment.size !== null && <small>{sizeOf(attachment.size, chat.locale.value)}</small>}
      </span>
    </a>
  );
}

/** What the hub does not have yet, or has not told of yet. */
export function WaitingMessage({ chat, item, first, last }: { chat: Chat; item: Outgoing; first: boolean; last: boolean }) {
  const words = chat.words.value;
  const failed = item.state === 'failed';
  return (
    <div class={`message mine waiting ${item.state}${first ? ' first' : ''}${last ? ' last' : ''}`} data-echo-id={item.echo_id}>
      <div class="stack">
        {item.file && (
          <div class="balloon card">
            <span class="paper">
              <Icon name="file" />
            </span>
            <span class="file-name">
              <span class="cut">{item.file.name}</span>
              <small>{sizeOf(item.file.size, chat.locale.value)}</small>
              {item.state === 'waiting' && (
                <progress max={1} value={item.progress ?? 0} aria-label={words('sending')} />
              )}
            </span>
          </div>
        )}
        {item.content !== null && (
          <div class={EMOJI_ONLY.test(item.content) ? 'balloon large' : 'balloon'}>
            <Plain text={item.content} />
          </div>
        )}
        {failed ? (
          <span class="meta failure" role="alert">
            <Icon name="alert" size={14} />
            {words('failed')}
            {item.failure && `: ${item.failure}`}
            <button type="button" onClick={() => chat.outbox.retry(item.echo_id)}>
              {words('retry')}
            </button>
            <button type="button" onClick={() => chat.outbox.discard(item.echo_id)}>
              {words('discard')}
            </button>
          </span>
        ) : (
          last && (
            <span class="meta">
              {timeOf(new Date(item.created_at), chat.locale.value)}
              <span
                class="ticks"
                role="img"
                aria-label={words(item.state === 'accepted' ? 'sent' : 'sending')}
                title={words(item.state === 'accepted' ? 'sent' : 'sending')}
              >
                <Icon name={item.state === 'accepted' ? 'tick' : 'clock'} size={item.state === 'accepted' ? 16 : 13} />
              </span>
            </span>
          )
        )}
      </div>
    </div>
  );
}
