/** What a saved filter asks, as the hub keeps it and as the dialog shows it. */
import type { Condition } from '@/stores/folders';

const KEYS = ['status', 'priority', 'inbox_id', 'team_id', 'assignee_id', 'labels'] as const;
type Key = (typeof KEYS)[number];
/** By key; empty is any. */
export type Wanted = Record<Key, string>;
/** Instead of an id: nobody holds it, no team has it. */
export const NONE = 'none';

const isKnown = (key: string): key is Key => KEYS.includes(key as Key);
const isNone = ({ attribute_key, filter_operator }: Condition) => filter_operator === 'is_not_present' && /^(team|assignee)_id$/.test(attribute_key);
const isOne = ({ filter_operator, values }: Condition) => filter_operator === 'equal_to' && values.length === 1;

/** Whether the dialog can show all of it. */
export function isPlain(payload: readonly Condition[]): boolean {
  return payload.every((it, at) => isKnown(it.attribute_key) && (isOne(it) || isNone(it)) && (at === payload.length - 1 || it.query_operator === 'and'));
}

export function wantedOf(payload: readonly Condition[]): Wanted {
  const of = (key: Key) => payload.find((it) => it.attribute_key === key);
  return Object.fromEntries(KEYS.map((key) => {
    const condition = of(key);
    return [key, condition && isNone(condition) ? NONE : String(condition?.values[0] ?? '')];
  })) as Wanted;
}

export function conditionsOf(wanted: Wanted): Condition[] {
  const given = KEYS.filter((key) => wanted[key]);
  return given.map((key, index): Condition => ({
    attribute_key: key,
    ...(wanted[key] === NONE ? { filter_operator: 'is_not_present', values: [] } : { filter_operator: 'equal_to', values: [key.endsWith('_id') ? Number(wanted[key]) : wanted[key]] }),
    query_operator: index === given.length - 1 ? null : 'and',
  }));
}
