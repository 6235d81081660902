import { expect, it } from 'vitest';
import { useOnce } from '@/lib/once';

it('does not begin anew what is on its way', async () => {
  const ends: (() => void)[] = [];
  const { busy, once } = useOnce(() => new Promise<void>((resolve) => { ends.push(resolve); }));
  const first = once();
  await once();
  expect([ends.length, busy.value]).toEqual([1, true]);

  ends[0]?.();
  await first;
  void once();

  expect(ends.length).toBe(2);
});

it('may be tried again after it failed', async () => {
  const { busy, once } = useOnce(() => Promise.reject(new Error('no')));

  await expect(once()).rejects.toThrow('no');
  expect(busy.value).toBe(false);
});
