/** What an entry of the audit log says. */

export interface Entry {
  id: number;
  auditable_id: number;
  auditable_type: string;
  user_id: number;
  username: string | null;
  action: string;
  audited_changes: { before: Record<string, unknown> | null; after: Record<string, unknown> | null };
  created_at: number;
}

export function titleOf(entry: Entry): string {
  const { before, after } = entry.audited_changes;
  const known = { ...before, ...after };
  return String(known.name ?? known.title ?? known.key ?? `#${entry.auditable_id}`);
}

/** What the settings call it. */
const CALLED: Record<string, string> = {
  name: 'contact.name', email: 'contact.email', role: 'settings.role', auto_offline: 'settings.autoOffline', assignment_limit: 'settings.limit', assignment_weight: 'settings.weight',
  title: 'settings.labelTitle', color: 'settings.colour', description: 'settings.description', show_on_sidebar: 'settings.onSidebar', allow_auto_assign: 'settings.autoAssign', member_ids: 'settings.members',
  channel: 'channel.choose', channel_settings: 'settings.tab_channel', enabled: 'settings.enabled', greeting_enabled: 'settings.greeting', greeting_message: 'settings.greetingText', enable_auto_assignment: 'settings.autoAssignment',
  returns_to_last_agent: 'settings.returns', ignore_groups: 'settings.ignoreGroups', send_read_marks: 'settings.sendReadMarks', business_hours_enabled: 'settings.hours', business_hours: 'settings.tab_hours',
  holidays: 'settings.holidays', time_zone: 'settings.timezone', away_message: 'settings.away',
};

/** The hub's own; nobody sets these. */
const INNER = new Set(['id', 'account_id', 'created_at', 'deleted_at', 'identifier', 'extra_settings']);

export interface Words {
  t: (key: string) => string;
  agent: (id: number) => string;
}

interface Stretch { day: string; opens: string; closes: string }
interface Day { date: string; name?: string | null }

function textOf(name: string, value: unknown, { t, agent }: Words): string {
  if (value === undefined || value === null) {
    return '';
  }
  if (typeof value === 'boolean') {
    return t(value ? 'app.yes' : 'app.no');
  }
  switch (name) {
    case 'role':
      return t(value === 'administrator' ? 'settings.roleAdministrator' : 'settings.roleAgent');
    case 'member_ids':
      return (value as number[]).map(agent).join(', ');
    case 'business_hours':
      return (value as Stretch[]).map((it) => `${t(`weekday.${it.day}`)} ${it.opens.slice(0, 5)}–${it.closes.slice(0, 5)}`).join(', ');
    case 'holidays':
      return (value as Day[]).map((it) => [it.date, it.name].filter(Boolean).join(' ')).join(', ');
    default:
      return typeof value === 'object' ? Object.entries(value).map(([key, it]) => `${key}: ${typeof it === 'object' ? JSON.stringify(it) : String(it)}`).join(', ') : String(value);
  }
}

/** Only what is not as it was, in the words of the settings. */
export function differences(entry: Entry, words: Words): { name: string; before: string; after: string }[] {
  const { before, after } = entry.audited_changes;
  return [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])]
    .filter((name) => !INNER.has(name))
    .map((name) => ({ name: CALLED[name] ? words.t(CALLED[name]) : name, before: textOf(name, before?.[name], words), after: textOf(name, after?.[name], words) }))
    .filter((it) => it.before !== it.after);
}
