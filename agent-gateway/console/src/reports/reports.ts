/** Figures over time, and how they leave the page. */

export interface Point {
  value: number | string | null;
  timestamp: number;
  count?: number;
}

/** From the beginning of the day so many days ago until now, in Unix seconds. */
export function daysBack(days: number, now: Date): { since: number; until: number } {
  const first = new Date(now.getFullYear(), now.getMonth(), now.getDate() - days + 1);
  return { since: Math.floor(first.getTime() / 1000), until: Math.floor(now.getTime() / 1000) };
}

/** A day without answers has no time of answering, which is not a time of zero. */
export const valueOf = (point: Point, isTime: boolean): number | null => (isTime && !point.count ? null : Number(point.value ?? 0));

/** Spreadsheets calculate what begins like a formula: such text is kept text. */
export function csvOf(rows: readonly (readonly (string | number | null)[])[]): string {
  const cell = (value: string | number | null) => {
    if (value === null || typeof value === 'number') {
      return String(value ?? '');
    }
    const text = /^[=+\-@\t\r]/.test(value) && !/^-?\d+(\.\d+)?$/.test(value) ? `'${value}` : value;
    return /[",\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
  };
  return rows.map((row) => row.map(cell).join(',')).join('\r\n');
}

export function saveAs(name: string, text: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob(['\ufeff', text], { type: 'text/csv' }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
