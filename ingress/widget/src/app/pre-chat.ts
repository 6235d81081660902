import type { Contact, ContactChanges, PreChatField } from '../shared/protocol';
import type { Key } from './i18n';

export type Answers = Record<string, string>;

const CONTACT_FIELDS: Record<string, 'name' | 'email' | 'phone_number'> = {
  full_name: 'name',
  email: 'email',
  email_address: 'email',
  phone_number: 'phone_number',
};

function matches(pattern: string, value: string): boolean {
  try {
    return new RegExp(pattern).test(value);
  } catch {
    // A pattern that is none cannot keep people out.
    return true;
  }
}

/** What is wrong with an answer, as a key of the dictionary; null when nothing is. */
export function problemOf(field: PreChatField, answer: string): Key | null {
  const value = answer.trim();
  if (value === '') {
    return field.required ? 'form_required' : null;
  }
  if (field.type === 'email' && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value)) {
    return 'form_email';
  }
  if (field.type === 'phone' && !/^\+[1-9]\d{6,14}$/.test(value.replace(/[\s().-]/g, ''))) {
    return 'form_phone';
  }
  return field.pattern && !matches(field.pattern, value) ? 'form_pattern' : null;
}

/** The answers as the hub takes them: who the contact is, and all else about the conversation. */
export function changesOf(fields: PreChatField[], answers: Answers): ContactChanges {
  const changes: ContactChanges = {};
  const custom: Record<string, unknown> = {};
  for (const field of fields) {
    const value = (answers[field.name] ?? '').trim();
    const known = CONTACT_FIELDS[field.name];
    if (value === '') {
      continue;
    }
    if (known) {
      changes[known] = field.type === 'phone' ? value.replace(/[\s().-]/g, '') : value;
    } else {
      custom[field.name] = field.type === 'checkbox' ? value === 'true' : field.type === 'number' ? Number(value) : value;
    }
  }
  return Object.keys(custom).length > 0 ? { ...changes, conversation_custom_attributes: custom } : changes;
}

/** The fields whose answers are not known yet. */
export function missing(fields: PreChatField[], contact: Contact | null): PreChatField[] {
  const known = {
    name: Boolean(contact?.name),
    email: contact?.has_email ?? Boolean(contact?.email),
    phone_number: contact?.has_phone_number ?? Boolean(contact?.phone_number),
  };
  return fields.filter((field) => {
    const contactField = CONTACT_FIELDS[field.name];
    return !contactField || !known[contactField];
  });
}
