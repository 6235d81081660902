import { describe, expect, it } from 'vitest';
import { changeOf, CHANNELS, channelOf, fieldsOf } from '@/settings/channels';
import { anotherOpening, opened, weekOf } from '@/settings/hours';

describe('channels', () => {
  it('say only what was filled in', () => {
    expect(channelOf('whatsapp', { instance: 'a', api_key: '', base_url: undefined, create_instance: true })).toEqual({ type: 'whatsapp', provider: 'evolution', instance: 'a', create_instance: true });
    expect(fieldsOf('email', (key) => key, true).filter((it) => it.required).map((it) => it.key)).toEqual(['email']);
  });

  it('forget what was emptied, but no secret', () => {
    expect(changeOf('email', { email: 'a@b.c', imap_address: '', imap_password: '', imap_port: '' })).toEqual({ type: 'email', email: 'a@b.c', imap_address: '' });
    expect(changeOf('web_widget', { welcome_title: '' })).toEqual({ type: 'web_widget', welcome_title: '' });
    expect(changeOf('whatsapp', { base_url: '', api_key: '' })).toEqual({ type: 'whatsapp', provider: 'evolution' });
  });

  it('need what none of their kind can do without', () => {
    const required = CHANNELS.map((type) => fieldsOf(type, (key) => key, true).filter((it) => it.required).map((it) => it.key));

    expect(required).toEqual([['instance'], ['email'], ['website_url'], []]);
  });
});

describe('opening hours', () => {
  it('open on weekdays where nobody has set any', () => {
    const week = (closed: (day: number) => boolean) => [0, 1, 2, 3, 4, 5, 6].map((day) => ({ day_of_week: day, closed_all_day: closed(day), open_all_day: false, blocks: [], open_hour: 0, open_minutes: 0, close_hour: 0, close_minutes: 0 }));
    const openOn = (hours: ReturnType<typeof opened>) => hours.filter((it) => !it.closed_all_day).map((it) => it.day_of_week);

    expect(openOn(opened(week(() => true)))).toEqual([1, 2, 3, 4, 5]);
    expect(openOn(opened(week((day) => day !== 6)))).toEqual([6]);
  });

  const morning = { open_hour: 8, open_minutes: 30, close_hour: 12, close_minutes: 30 };

  it('go on an hour after the last, as long as the day has room', () => {
    expect(anotherOpening([morning])).toEqual({ open_hour: 13, open_minutes: 30, close_hour: 17, close_minutes: 30 });
    expect(anotherOpening([{ ...morning, close_hour: 20, close_minutes: 0 }])).toEqual({ open_hour: 21, open_minutes: 0, close_hour: 23, close_minutes: 59 });
    expect(anotherOpening([{ ...morning, close_hour: 22 }])).toBeUndefined();
  });

  it('leave without the single stretch of older clients', () => {
    const day = { day_of_week: 1, closed_all_day: false, open_all_day: false, open_hour: 8, open_minutes: 30, close_hour: 12, close_minutes: 30, blocks: [morning] };
    expect(weekOf([day])).toEqual([{ day_of_week: 1, closed_all_day: false, open_all_day: false, blocks: [morning] }]);
  });
});
