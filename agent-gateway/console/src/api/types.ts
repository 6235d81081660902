/** What the hub's API says, in its own words (snake case), reduced to what the console reads. */
import type { Activity } from '@/lib/activity';

export type Status = 'open' | 'pending' | 'snoozed' | 'resolved';
export type Priority = 'low' | 'medium' | 'high' | 'urgent';
export type Availability = 'online' | 'busy' | 'offline';
export type DeliveryStatus = 'accepted' | 'sent' | 'delivered' | 'read' | 'failed';
export type Attributes = Record<string, unknown>;

export const STATUSES: readonly Status[] = ['open', 'pending', 'snoozed', 'resolved'];
export const PRIORITIES: readonly Priority[] = ['urgent', 'high', 'medium', 'low'];
export const AVAILABILITIES: readonly Availability[] = ['online', 'busy', 'offline'];

export interface Agent {
  id: number;
  name: string;
  available_name: string;
  email?: string;
  role?: 'agent' | 'administrator';
  availability_status: Availability;
  auto_offline?: boolean;
  thumbnail?: string;
}

export interface Profile {
  id: number;
  name: string;
  available_name: string;
  display_name: string | null;
  email: string;
  role: 'agent' | 'administrator';
  account_id: number;
  access_token: string;
  message_signature: string | null;
  ui_settings: Attributes;
  accounts: { id: number; name: string; role: 'agent' | 'administrator'; availability: Availability; auto_offline: boolean }[];
}

export interface Team {
  id: number;
  name: string;
  description?: string | null;
  allow_auto_assign?: boolean;
  is_member?: boolean;
}

export interface Label {
  id: number;
  title: string;
  description: string | null;
  color: string;
  show_on_sidebar: boolean;
}

export interface CannedResponse {
  id: number;
  short_code: string;
  content: string;
}

export interface Connection {
  state: 'unknown' | 'connecting' | 'open' | 'closed';
  qr_code: string | null;
  pairing_code: string | null;
  address: string | null;
  reason: string | null;
  changed_at: string | null;
}

export interface WorkingHours {
  day_of_week: number;
  closed_all_day: boolean;
  open_all_day: boolean;
  open_hour: number | null;
  open_minutes: number | null;
  close_hour: number | null;
  close_minutes: number | null;
  /** A day's openings; the end of the day is 23:59. */
  blocks: Opening[];
}

export interface Opening {
  open_hour: number;
  open_minutes: number;
  close_hour: number;
  close_minutes: number;
}

export interface Holiday {
  /** As 2026-12-25. */
  date: string;
  name: string | null;
  yearly: boolean;
}

export interface Inbox {
  id: number;
  name: string;
  channel_type: string;
  greeting_enabled: boolean;
  greeting_message: string | null;
  working_hours_enabled: boolean;
  out_of_office_message: string | null;
  working_hours: WorkingHours[];
  holidays: Holiday[];
  timezone: string;
  enable_auto_assignment: boolean;
  phone_number: string | null;
  connection?: Connection;
  callback_webhook_url?: string | null;
  webhook_url?: string;
  inbox_identifier?: string;
  ignore_groups?: boolean;
  send_read_marks?: boolean;
  enabled: boolean;
  [more: string]: unknown;
}

export interface Contact {
  id: number;
  name: string;
  email: string | null;
  phone_number: string | null;
  identifier: string | null;
  thumbnail: string;
  blocked: boolean;
  custom_attributes: Attributes;
  additional_attributes: Attributes;
  last_activity_at?: number;
  created_at?: number;
  contact_inboxes?: { source_id: string; inbox: { id: number; name: string; channel_type: string } }[];
}

export interface Attachment {
  id: number;
  message_id: number;
  file_type: 'image' | 'audio' | 'video' | 'file' | 'location' | 'contact' | 'fallback';
  kind?: string;
  data_url: string | null;
  thumb_url?: string;
  file_name?: string;
  content_type?: string;
  file_size?: number | null;
  width?: number | null;
  height?: number | null;
  state?: 'pending' | 'stored' | 'failed';
  coordinates_lat?: number;
  coordinates_long?: number;
  fallback_title?: string | null;
  meta?: { firstName?: string; phones?: string[] };
}

export interface Reaction {
  emoji: string;
  from_contact: boolean;
  author: string | null;
}

export interface EmailAttributes {
  subject?: string;
  from?: string[] | string;
  to?: string[] | string;
  cc?: string[] | string;
  bcc?: string[] | string;
  /** Where the HTML is long, it is at the url. */
  html_content?: { full?: string | null; reply?: string; quoted?: string; url?: string };
  text_content?: { full?: string; reply?: string; quoted?: string };
}

export interface ContentAttributes {
  in_reply_to?: number | null;
  deleted?: boolean;
  is_edited?: boolean;
  is_unsupported?: boolean;
  external_error?: string;
  email?: EmailAttributes;
  poll?: { question: string; options: string[]; selectable?: number };
  activity?: Activity;
  /** Of a mail of ours, as it left. */
  mail_subject?: string;
  cc_emails?: string[] | string;
  bcc_emails?: string[] | string;
  to_emails?: string[] | string;
  [more: string]: unknown;
}

export interface Sender {
  id: number;
  name: string;
  available_name?: string;
  type?: 'contact' | 'user' | 'agent_bot';
  thumbnail?: string;
}

/** 0 incoming, 1 outgoing, 2 activity, 3 template. */
export type MessageType = 0 | 1 | 2 | 3;

export interface Message {
  id: number;
  content: string | null;
  conversation_id: number;
  inbox_id: number;
  message_type: MessageType;
  private: boolean;
  status: 'sent' | 'delivered' | 'read' | 'failed';
  delivery_status?: DeliveryStatus;
  content_attributes: ContentAttributes;
  created_at: number;
  source_id: string | null;
  echo_id?: string | null;
  sender?: Sender;
  author?: string | null;
  attachments?: Attachment[];
  reactions?: Reaction[];
  conversation?: { unread_count: number; last_activity_at: number; waiting_since: number; assignee_id: number | null };
}

export interface Conversation {
  id: number;
  inbox_id: number;
  status: Status;
  priority: Priority | null;
  labels: string[];
  unread_count: number;
  last_activity_at: number;
  created_at: number;
  waiting_since: number;
  agent_last_seen_at: number;
  contact_last_seen_at: number;
  snoozed_until: string | null;
  muted: boolean;
  can_reply: boolean;
  custom_attributes: Attributes;
  additional_attributes: Attributes;
  meta: { sender: Contact; channel?: string; assignee?: Agent | null; team?: Team | null };
  last_message: Message | null;
}

/** In REST form or in push form: keys differ a little. */
export interface WireConversation extends Partial<Omit<Conversation, 'meta' | 'last_message'>> {
  id: number;
  meta: Conversation['meta'];
  messages?: Message[];
  last_non_activity_message?: Message | null;
  channel?: string;
  changed?: string[];
}

export interface Counts {
  mine_count: number;
  unassigned_count: number;
  assigned_count: number;
  all_count: number;
}

export interface Notification {
  id: number;
  notification_type: string;
  push_message_title: string;
  push_message_body?: string;
  primary_actor_id: number;
  primary_actor?: WireConversation;
  read_at: string | null;
  created_at: number;
}
