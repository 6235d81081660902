/** What to call a contact who may not have said their name. */

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
