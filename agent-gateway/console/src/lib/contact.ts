/** What to call a contact who may not have said their name, and where to write to them. */
import type { Contact, Inbox } from '@/api/types';

interface Named {
  name?: string | null;
  phone_number?: string | null;
  email?: string | null;
}

type Translate = (key: string, named?: Record<string, string>) => string;

/** What WhatsApp counts groups by: longer than any phone number, or the founder's number and the second they did it. */
const GROUP_NUMBER = /^(?:\d{16,}|\d{8,15}-\d{9,})$/;

/** A group goes by the end of its number until its subject is known. */
export function nameOf(contact: Named | undefined, t: Translate): string {
  const name = contact?.name?.trim();
  if (name && GROUP_NUMBER.test(name)) {
    return t('contact.group', { number: name.slice(-4) });
  }
  return name || contact?.phone_number || contact?.email || t('contact.unknown');
}

/** Where somebody can be written to, the inboxes they are known in first; a web chat only reaches who was there. */
export function inboxesFor(contact: Contact, inboxes: readonly Inbox[]): Inbox[] {
  const known = new Set((contact.contact_inboxes ?? []).map((it) => it.inbox.id));
  const reaches = ({ id, channel_type }: Inbox) => {
    switch (channel_type) {
      case 'Channel::Email':
        return Boolean(contact.email);
      case 'Channel::Whatsapp':
        return Boolean(contact.phone_number) || known.has(id);
      case 'Channel::WebWidget':
        return known.has(id);
      default:
        return true;
    }
  };
  return inboxes.filter((it) => it.enabled !== false && reaches(it)).sort((a, b) => Number(known.has(b.id)) - Number(known.has(a.id)));
}
