import { describe, expect, it } from 'vitest';
import { itemsOf, later, withMessage, withWindow, type ThreadMessage } from '@/lib/thread';

function message(id: number, more: Partial<ThreadMessage> = {}): ThreadMessage {
  return {
    id, content: `m${id}`, conversation_id: 1, inbox_id: 1, message_type: 0, private: false, status: 'sent', content_attributes: {},
    created_at: 1_750_000_000 + id, source_id: null, sender: { id: 5, name: 'Ana' }, ...more,
  };
}

const ids = (messages: ThreadMessage[]) => messages.map((it) => it.id);

describe('a thread', () => {
  it('puts the stored message in the place of the one shown in advance, whichever way it comes first', () => {
    const waiting = message(-1, { echo_id: 'e1', message_type: 1 });
    const stored = message(7, { echo_id: 'e1', message_type: 1 });
    expect(ids(withMessage([message(6), waiting], stored))).toEqual([6, 7]);
    expect(ids(withMessage(withMessage([message(6), waiting], stored), stored))).toEqual([6, 7]);
  });

  it('keeps what is on its way last, in the order it was written', () => {
    expect(ids(withMessage([message(6), message(-1), message(-2)], message(7)))).toEqual([6, 7, -1, -2]);
  });

  it('joins windows without doubles', () => {
    expect(ids(withWindow([message(5), message(6)], [message(4), message(5)]))).toEqual([4, 5, 6]);
  });

  it('never takes ticks back', () => {
    const read = message(3, { delivery_status: 'read', status: 'read' });
    expect(later(read, message(3, { delivery_status: 'sent' })).delivery_status).toBe('read');
    expect(later(read, message(3, { delivery_status: 'failed', status: 'failed' })).delivery_status).toBe('failed');
  });

  it('groups what one person wrote within minutes, and separates days, notes and people', () => {
    const items = itemsOf([
      message(1), message(2), message(3, { author: 'Bia' }), message(4, { message_type: 1, private: true, sender: { id: 8, name: 'Bo' } }),
      message(5, { created_at: 1_750_000_000 + 3 * 86_400 }),
    ], 3);
    expect(items.map((it) => (it.kind === 'message' ? `${it.message.id}${it.first ? 'f' : ''}${it.last ? 'l' : ''}` : it.kind)))
      .toEqual(['day', '1f', '2l', 'unread', '3fl', '4fl', 'day', '5fl']);
  });

  it('names the subject of a mail of ours where it is another than that of the mail before', () => {
    const theirs = (id: number, subject?: string) => message(id, { content_attributes: { email: { subject } } });
    const ours = (id: number, mail_subject: string) => message(id, { message_type: 1, content_attributes: { mail_subject } });
    const items = itemsOf([
      ours(1, 'Your order'), theirs(2, 'AW: Your  order'), message(3, { message_type: 1, private: true }), ours(4, 'Re: Your order'), ours(5, 'Re: An invoice'),
      theirs(6, 'Re: An invoice'), ours(7, 'Re: An invoice'), message(8, { message_type: 1 }),
    ], null);
    expect(items.flatMap((it) => (it.kind === 'message' && it.subject ? [`${it.message.id} ${it.subject}`] : []))).toEqual(['1 Your order', '5 Re: An invoice']);
  });
});
