import { describe, expect, it } from 'vitest';
import { conditionsOf, isPlain, NONE, wantedOf, type Wanted } from '@/list/conditions';

const wanted: Wanted = { status: 'open', priority: '', inbox_id: '3', team_id: '', assignee_id: NONE, labels: 'vip' };

describe('a saved filter', () => {
  it('is read as it was written', () => {
    const conditions = conditionsOf(wanted);

    expect(conditions).toEqual([
      { attribute_key: 'status', filter_operator: 'equal_to', values: ['open'], query_operator: 'and' },
      { attribute_key: 'inbox_id', filter_operator: 'equal_to', values: [3], query_operator: 'and' },
      { attribute_key: 'assignee_id', filter_operator: 'is_not_present', values: [], query_operator: 'and' },
      { attribute_key: 'labels', filter_operator: 'equal_to', values: ['vip'], query_operator: null },
    ]);
    expect(wantedOf(conditions)).toEqual(wanted);
    expect(isPlain(conditions)).toBe(true);
  });

  it.each([
    ['two values', { attribute_key: 'status', filter_operator: 'equal_to', values: ['open', 'pending'], query_operator: null }],
    ['another operator', { attribute_key: 'labels', filter_operator: 'is_not_present', values: [], query_operator: null }],
    ['another attribute', { attribute_key: 'plan', filter_operator: 'equal_to', values: ['gold'], query_operator: null }],
  ])('of a program is left as it is: %s', (_, condition) => {
    expect(isPlain([condition])).toBe(false);
  });
});
