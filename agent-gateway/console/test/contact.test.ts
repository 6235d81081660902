import { describe, expect, it } from 'vitest';
import { nameOf } from '@/lib/contact';

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
