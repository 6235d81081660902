/** What the channels ask for when an inbox is made or changed. */
import type { Field } from './CrudSection.vue';

export type ChannelType = 'whatsapp' | 'email' | 'web_widget' | 'api';
export const CHANNELS: readonly ChannelType[] = ['whatsapp', 'email', 'web_widget', 'api'];

export const TYPE_OF: Record<string, ChannelType> = { 'Channel::Whatsapp': 'whatsapp', 'Channel::Email': 'email', 'Channel::WebWidget': 'web_widget', 'Channel::Api': 'api' };

/** @param fresh when the inbox is made; a secret that is left empty later stays as it was */
export function fieldsOf(type: ChannelType, t: (key: string) => string, fresh: boolean): Field[] {
  const text = (key: string, more: Partial<Field> = {}): Field => ({ key, title: t(`channel.${key}`), ...more });
  switch (type) {
    case 'whatsapp':
      return [
        text('instance', { required: true, hint: t('channel.instanceHint') }), text('base_url', { hint: t('channel.baseUrlHint') }), text('api_key', { kind: 'password', hint: fresh ? t('channel.baseUrlHint') : undefined }),
        ...(fresh ? [text('create_instance', { kind: 'flag' as const, fallback: true })] : []),
      ];
    case 'email':
      return [
        text('email', { kind: 'email', required: true }), text('from_name', { hint: t('channel.fromNameHint') }),
        text('imap_address', { hint: t('channel.imapHint') }), text('imap_port', { kind: 'number', fallback: 993 }), text('imap_login'), text('imap_password', { kind: 'password' }),
        text('imap_enable_ssl', { kind: 'flag', fallback: true }), text('imap_enable_starttls_auto', { kind: 'flag', fallback: false }),
        text('smtp_address', { hint: t('channel.smtpHint') }), text('smtp_port', { kind: 'number', fallback: 587 }), text('smtp_login'), text('smtp_password', { kind: 'password' }),
        text('smtp_enable_ssl_tls', { kind: 'flag', fallback: false }), text('smtp_enable_starttls_auto', { kind: 'flag', fallback: true }),
        text('reply_to_address', { kind: 'email' }), text('thread_by_subject', { kind: 'flag', fallback: true }),
      ];
    case 'web_widget':
      return [
        text('website_url', { required: true, hint: t('channel.websiteHint') }), text('widget_color', { kind: 'color', fallback: '#4a47d6' }), text('welcome_title'), text('welcome_tagline'),
        text('reply_time', { kind: 'choice', fallback: 'in_a_few_minutes', choices: ['in_a_few_minutes', 'in_a_few_hours', 'in_a_day'].map((value) => ({ value, title: t(`channel.${value}`) })) }),
        text('widget_position', { kind: 'choice', fallback: 'right', choices: ['right', 'left'].map((value) => ({ value, title: t(`channel.${value}`) })) }),
        text('allowed_domains', { hint: t('channel.allowedDomainsHint') }), text('pre_chat_form_enabled', { kind: 'flag', fallback: false }), text('hmac_mandatory', { kind: 'flag', fallback: false }),
      ];
    case 'api':
      return [text('webhook_url', { hint: t('channel.webhookHint') })];
  }
}

const SECRET = /password|api_key/;
const isEmpty = (value: unknown) => value === '' || value === undefined || value === null;
const fixed = (type: ChannelType) => (type === 'whatsapp' ? { type, provider: 'evolution' } : { type });

/** A new channel: what is empty is not said. */
export function channelOf(type: ChannelType, values: Record<string, unknown>): Record<string, unknown> {
  return { ...fixed(type), ...Object.fromEntries(Object.entries(values).filter(([, value]) => !isEmpty(value))) };
}

/** A change: an emptied text is none from now on, but an empty secret, address of a provider or port stays what it was. */
export function changeOf(type: ChannelType, values: Record<string, unknown>): Record<string, unknown> {
  const stays = (key: string) => SECRET.test(key) || /_port$/.test(key) || type === 'whatsapp';
  return { ...fixed(type), ...Object.fromEntries(Object.entries(values).filter(([key, value]) => value !== undefined && !(isEmpty(value) && stays(key)))) };
}
