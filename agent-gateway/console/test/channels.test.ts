import { describe, expect, it } from 'vitest';
import { channelOf, fieldsOf } from '@/settings/channels';

describe('channels', () => {
  it('say only what was filled in', () => {
    expect(channelOf('whatsapp', { instance: 'a', api_key: '', base_url: undefined, create_instance: true })).toEqual({ type: 'whatsapp', provider: 'evolution', instance: 'a', create_instance: true });
    expect(fieldsOf('email', (key) => key, false).find((it) => it.key === 'imap_password')?.required).toBe(false);
  });
});
