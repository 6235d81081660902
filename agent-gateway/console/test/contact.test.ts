import { describe, expect, it } from 'vitest';
import type { Contact, Inbox } from '@/api/types';
import { inboxesFor, nameOf } from '@/lib/contact';

const t = (key: string, named?: Record<string, string>) => `${key}${named ? ` ${named.number}` : ''}`;

describe('what a contact is called', () => {
  it('is what they call themselves, else where they can be reached', () => {
    expect(nameOf({ name: ' Ana ', phone_number: '+5511999990000' }, t)).toBe('Ana');
    expect(nameOf({ name: '', phone_number: '+5511999990000' }, t)).toBe('+5511999990000');
    expect(nameOf({ name: '', phone_number: null, email: 'ana@example.org' }, t)).toBe('ana@example.org');
    expect(nameOf(undefined, t)).toBe('contact.unknown');
  });

  it('is no long number when it is a group without a subject', () => {
    expect(nameOf({ name: '120363025246125486' }, t)).toBe('contact.group 5486');
    expect(nameOf({ name: '5511988887777-1599999999' }, t)).toBe('contact.group 9999');
    expect(nameOf({ name: '+5511988887777' }, t)).toBe('+5511988887777');
    expect(nameOf({ name: '123456789012345' }, t)).toBe('123456789012345');
  });
});

describe('where a contact can be written to', () => {
  const inboxes = ['Email', 'Whatsapp', 'WebWidget', 'Api', 'WebWidget'].map((channel, index) => ({ id: index + 1, channel_type: `Channel::${channel}`, enabled: true }) as Inbox);
  const found = (contact: Partial<Contact>, among = inboxes) => inboxesFor(contact as Contact, among).map((it) => it.id);
  const knownIn = (id: number) => [{ source_id: 'x', inbox: { id, name: '', channel_type: '' } }];

  it('is where they have an address, first where they were before', () => {
    expect(found({ email: 'ana@example.org' })).toEqual([1, 4]);
    expect(found({ phone_number: '+5511999990000', contact_inboxes: knownIn(5) })).toEqual([5, 2, 4]);
    expect(found({ contact_inboxes: knownIn(2) })).toEqual([2, 4]);
  });

  it('is no inbox that is off', () => {
    expect(found({ phone_number: '+5511999990000' }, inboxes.map((it) => ({ ...it, enabled: false })))).toEqual([]);
  });
});
