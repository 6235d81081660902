/** Opening hours as the hub takes them. */
import type { Opening, WorkingHours } from '@/api/types';

export const OFFICE: Readonly<Opening> = { open_hour: 9, open_minutes: 0, close_hour: 17, close_minutes: 0 };

/** Hours that nobody has set yet open on weekdays: who keeps hours is there at some time. */
export function opened(hours: readonly WorkingHours[]): WorkingHours[] {
  const never = hours.every((it) => it.closed_all_day);
  return hours.map((it) => (never && it.day_of_week >= 1 && it.day_of_week <= 5 ? { ...it, closed_all_day: false, blocks: [OFFICE] } : it));
}

/** An opening after a day's last, an hour of pause between; undefined when the day is too short for one. */
export function anotherOpening(blocks: readonly Opening[]): Opening | undefined {
  const last = blocks.at(-1);
  const from = last ? last.close_hour + 1 : OFFICE.open_hour;
  const to = from + 4;
  return from > 22 ? undefined : { open_hour: from, open_minutes: last?.close_minutes ?? 0, close_hour: Math.min(to, 23), close_minutes: to > 23 ? 59 : (last?.close_minutes ?? 0) };
}

/** The single stretch older clients know is of no use beside the openings. */
export function weekOf(hours: readonly WorkingHours[]): Partial<WorkingHours>[] {
  return hours.map(({ day_of_week, closed_all_day, open_all_day, blocks }) => ({ day_of_week, closed_all_day, open_all_day, blocks }));
}
