/** What the variables of canned responses stand for in a conversation. */
import type { Conversation } from '@/api/types';
import { useDirectory } from '@/stores/directory';
import { useSession } from '@/stores/session';

export function variablesOf(conversation: Conversation): Record<string, string | number | null | undefined> {
  const session = useSession();
  const { sender } = conversation.meta;
  const first = (full: string | undefined) => full?.trim().split(/\s+/)[0];
  const custom = Object.entries(sender.custom_attributes ?? {}).map(([key, value]) => [`contact.custom_attribute.${key}`, String(value)]);
  return {
    'contact.name': sender.name, 'contact.first_name': first(sender.name), 'contact.email': sender.email, 'contact.phone': sender.phone_number, 'contact.phone_number': sender.phone_number,
    'agent.name': session.profile?.available_name, 'agent.first_name': first(session.profile?.available_name), 'agent.email': session.profile?.email,
    'conversation.id': conversation.id, 'inbox.name': useDirectory().inboxById.get(conversation.inbox_id)?.name, 'account.name': session.account?.name,
    ...Object.fromEntries(custom),
  };
}
