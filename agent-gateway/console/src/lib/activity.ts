/** What happened to a conversation, in the reader's words. */
import type { Message, Priority } from '@/api/types';

const KINDS = [
  'opened', 'reopened', 'pending', 'snoozed', 'resolved', 'ended', 'muted', 'unmuted', 'taken', 'assigned', 'unassigned',
  'team_assigned', 'team_removed', 'priority_set', 'priority_removed', 'labels_added', 'labels_removed',
] as const;

/** Everybody and everything by the names of that time; without an actor a rule did it. */
export interface Activity {
  kind: (typeof KINDS)[number];
  actor?: string;
  assignee?: string;
  team?: string;
  priority?: Priority;
  labels?: string[];
}

export type Translate = (key: string, named?: Record<string, string>) => string;

/** In the hub's own words where it tells no more, or of something that is not known here. */
export function activityOf(message: Message, t: Translate): string {
  const it = message.content_attributes.activity;
  if (!it || !KINDS.includes(it.kind)) {
    return message.content ?? '';
  }
  return t(`activity.${it.kind}`, {
    actor: it.actor ?? t('activity.automation'),
    assignee: it.assignee ?? '',
    team: it.team ?? '',
    priority: it.priority ? t(`priority.${it.priority}`).toLowerCase() : '',
    labels: it.labels?.join(', ') ?? '',
  });
}
