import { describe, expect, it } from 'vitest';
import { csvOf, daysBack, valueOf } from '@/reports/reports';
import { groupsOf, minutesOf, partsOf, type Sample } from '@/reports/system';
import { differences, titleOf } from '@/settings/audit';

describe('reports', () => {
  it('leave as CSV that no spreadsheet runs', () => {
    expect(csvOf([['Agent', 'n'], ['Bo, "B"', 3], ['=cmd()', null], ['-5', 1]])).toBe('Agent,n\r\n"Bo, ""B""",3\r\n\'=cmd(),\r\n-5,1');
  });

  it('begin with the first moment of a day', () => {
    const now = new Date(2026, 10, 27, 15);
    expect(daysBack(7, now)).toEqual({ since: new Date(2026, 10, 21).getTime() / 1000, until: now.getTime() / 1000 });
  });
});

describe('a point of a chart', () => {
  it('says nothing of answers on a day without any', () => {
    expect(valueOf({ value: 0, count: 0, timestamp: 1 }, true)).toBeNull();
    expect(valueOf({ value: 0, count: 0, timestamp: 1 }, false)).toBe(0);
    expect(valueOf({ value: '20.5', count: 2, timestamp: 1 }, true)).toBe(20.5);
  });
});

describe('the system', () => {
  const sample = (node: string, at: number, received: number, latency: number | null): Sample => ({ node, at, seconds: 10, received, sent: 1, events: 0, sessions: 0, latency_millis: latency, latency_p95_millis: latency === null ? null : latency * 2 });

  it('is shown by the minute, over all nodes', () => {
    expect(minutesOf([sample('b', 125, 3, null), sample('a', 65, 1, 10), sample('b', 70, 2, 30)])).toEqual([
      { at: 60, received: 3, sent: 2, latency: 20, p95: 60 },
      { at: 120, received: 3, sent: 1, latency: null, p95: null },
    ]);
  });

  it('names the parts of parts, and the busiest group first', () => {
    expect(partsOf({ status: 'UP', components: { db: { status: 'UP', components: { main: { status: 'DOWN', details: { error: 'away', topics: ['a'] } } } } } })).toEqual([{ name: 'db main', status: 'DOWN', details: [{ name: 'error', value: 'away' }] }]);
    expect(partsOf({ status: 'UP', components: { ping: { status: 'UP' }, ssl: { status: 'DOWN' } } }).map((it) => it.name)).toEqual(['ssl']);
    expect(groupsOf([{ group: 'a', topic: 'x', lag: 1 }, { group: 'b', topic: 'x', lag: 2 }, { group: 'b', topic: 'y', lag: 3 }]).map((it) => [it.group, it.lag])).toEqual([['b', 5], ['a', 1]]);
  });
});

describe('the audit log', () => {
  const words = { t: (key: string) => key, agent: (id: number) => (id === 1 ? 'Ada' : `#${id}`) };

  it('says what became different', () => {
    const entry = { id: 1, auditable_id: 7, auditable_type: 'team', user_id: 1, username: 'Ada', action: 'update', created_at: 0, audited_changes: { before: { name: 'Sales', open: true, at: null }, after: { name: 'Sales', open: false, at: null } } };
    expect(titleOf(entry)).toBe('Sales');
    expect(differences(entry, words)).toEqual([{ name: 'open', before: 'app.yes', after: 'app.no' }]);
  });

  it('speaks as the settings do, and of nothing that nobody sets', () => {
    const after = { id: 3, member_ids: [1, 9], business_hours: [{ day: 'MONDAY', opens: '09:00:00', closes: '17:30:00' }], holidays: [{ date: '2026-12-25', name: 'Christmas' }] };
    const entry = { id: 1, auditable_id: 7, auditable_type: 'inbox', user_id: 1, username: 'Ada', action: 'create', created_at: 0, audited_changes: { before: null, after } };
    expect(differences(entry, words)).toEqual([
      { name: 'settings.members', before: '', after: 'Ada, #9' }, { name: 'settings.tab_hours', before: '', after: 'weekday.MONDAY 09:00–17:30' }, { name: 'settings.holidays', before: '', after: '2026-12-25 Christmas' },
    ]);
  });
});
