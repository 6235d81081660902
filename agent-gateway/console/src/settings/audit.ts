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

/** Only what is not as it was. */
export function differences(entry: Entry): { name: string; before: string; after: string }[] {
  const { before, after } = entry.audited_changes;
  const text = (value: unknown) => (value === undefined || value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value));
  return [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])]
    .map((name) => ({ name, before: text(before?.[name]), after: text(after?.[name]) }))
    .filter((it) => it.before !== it.after);
}
