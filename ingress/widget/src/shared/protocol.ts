/** What the hub says, as "The widget's protocol" in ingress/README.md has it. */

export interface PreChatField {
  name: string;
  type: 'text' | 'email' | 'phone' | 'number' | 'link' | 'date' | 'list' | 'checkbox';
  label: string;
  placeholder?: string | null;
  required: boolean;
  options?: string[] | null;
  pattern?: string | null;
  pattern_hint?: string | null;
}

export interface Config {
  website_token: string;
  website_name: string;
  website_url?: string | null;
  avatar_url: string | null;
  widget_color: string;
  position: 'left' | 'right';
  welcome_title: string | null;
  welcome_tagline: string | null;
  locale: string;
  locales: string[];
  reply_time: string | null;
  features: string[];
  greeting_enabled: boolean;
  greeting_message: string | null;
  pre_chat_form: { enabled: boolean; message: string | null; fields: PreChatField[] };
  business_hours: {
    enabled: boolean;
    open_now: boolean;
    next_open_at: string | null;
    time_zone: string;
    away_message: string | null;
  };
  hmac_mandatory: boolean;
  allow_messages_after_resolved: boolean;
  limits: { message_length: number; upload_bytes: number; upload_types: string[] };
}

export interface Session {
  token: string;
  source_id: string;
  known: boolean;
}

export interface Person {
  name: string | null;
  avatar_url: string | null;
}

export interface Attachment {
  kind: string;
  state: 'pending' | 'stored' | 'failed';
  url: string | null;
  file_name: string | null;
  media_type: string | null;
  size: number | null;
  width?: number | null;
  height?: number | null;
}

export interface Message {
  id: number;
  echo_id: string | null;
  conversation_id: number;
  /** The hub's view: what the visitor wrote is incoming. */
  direction: 'incoming' | 'outgoing';
  content: string | null;
  content_type: string;
  created_at: string;
  edited: boolean;
  deleted: boolean;
  reply_to_id: number | null;
  sender: (Person & { type: 'agent' | 'bot' | 'contact' }) | null;
  attachments: Attachment[];
  reactions?: { emoji: string; from_contact: boolean }[];
  status: 'accepted' | 'sent' | 'delivered' | 'read' | 'failed';
}

export type ConversationStatus = 'open' | 'pending' | 'snoozed' | 'resolved';

export interface Conversation {
  id: number;
  status: ConversationStatus;
  assignee: Person | null;
  unread_count: number;
}

/** Who only claims to be somebody is told whether an address is known, not which. */
export interface Contact {
  name: string | null;
  email: string | null;
  phone_number: string | null;
  identified: boolean;
  has_email?: boolean;
  has_phone_number?: boolean;
}

export interface Overview {
  conversation: Conversation | null;
  contact: Contact | null;
  agents: (Person & { availability: string })[];
  cursor: string | null;
}

export interface Page {
  url: string;
  title?: string;
  referrer?: string;
}

export interface Frame {
  id?: string;
  type: string;
  data?: unknown;
}

export interface ContactChanges {
  name?: string;
  email?: string;
  phone_number?: string;
  avatar_url?: string;
  identifier?: string;
  identifier_hash?: string;
  custom_attributes?: Record<string, unknown>;
  conversation_custom_attributes?: Record<string, unknown>;
}

export interface Upload {
  upload: string;
  kind: string;
  file_name: string;
  media_type: string;
  size: number;
}
