import type { Message } from '@/api/types';
import { activityOf, type Translate } from './activity';

/** Marks that stand around words, and only there: a star may be a times, a low line part of a name. */
const AROUND = ['\\*\\*', '__', '~~', '\\*', '_', '~', '`'].map((mark) => new RegExp(`(^|[\\s(>])${mark}(?=\\S)([^\\n]{0,200}?\\S)${mark}(?=$|[\\s).,;:!?<])`, 'gm'));

/** Markdown, and what chats make of it, as people would read it aloud. */
export function plainOf(markdown: string): string {
  const lines = markdown
    .replace(/!?\[([^\]\n]{0,300})\]\([^)\s]{0,2000}\)/g, '$1')
    .replace(/^[ \t]*(?:#{1,6}[ \t]+|(?:>[ \t]?)+|[-*+][ \t]+|```\w*[ \t]*$)/gm, '');
  return AROUND.reduce((text, mark) => text.replace(mark, '$1$2'), lines);
}

/** A line shows less. */
const LONGEST = 500;

/** One line for a message, whatever it holds. */
export function previewOf(message: Message, t: Translate): string {
  if (message.content_attributes.deleted) {
    return t('message.deleted');
  }
  if (message.message_type === 2) {
    return activityOf(message, t);
  }
  const text = plainOf((message.content ?? '').slice(0, LONGEST)).replace(/\s+/g, ' ').trim();
  if (text) {
    return text;
  }
  const poll = message.content_attributes.poll;
  if (poll) {
    return `📊 ${poll.question}`;
  }
  const subject = message.content_attributes.email?.subject;
  if (subject) {
    return subject;
  }
  const attachment = message.attachments?.[0];
  switch (attachment?.file_type) {
    case 'image':
      return attachment.kind === 'sticker' ? t('kind.sticker') : t('kind.image');
    case 'audio':
      return attachment.kind === 'voice' ? t('kind.voice') : t('kind.audio');
    case 'video':
      return t('kind.video');
    case 'location':
      return t('kind.location');
    case 'contact':
      return t('kind.contact');
    case 'file':
      return attachment.file_name ?? t('kind.file');
    default:
      return t('kind.unsupported');
  }
}
