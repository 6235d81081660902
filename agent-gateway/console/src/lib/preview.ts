import type { Message } from '@/api/types';

type Translate = (key: string) => string;

/** One line for a message, whatever it holds. */
export function previewOf(message: Message, t: Translate): string {
  if (message.content_attributes.deleted) {
    return t('message.deleted');
  }
  const text = message.content?.replace(/\[(@[^\]]+)\]\(mention:[^)]*\)/g, '$1').replace(/[*_~`>#]+/g, '').replace(/\s+/g, ' ').trim();
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
