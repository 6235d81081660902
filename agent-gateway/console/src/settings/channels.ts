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
        text('instance', { hint: t('channel.instanceHint') }), text('base_url', { hint: t('channel.baseUrlHint') }), text('api_key', { kind: 'password' }),
        ...(fresh ? [text('create_instance', { kind: 'flag' as const, fallback: true })] : []),
      ];
    case 'email':
      return [
        text('email', { kind: 'email', required: true }),
        text('imap_address', { required: true }), text('imap_port', { kind: 'number', fallback: 993 }), text('imap_login', { required: true }), text('imap_password', { kind: 'password', required: fresh }), text('imap_enable_ssl', { kind: 'flag', fallback: true }),
        text('smtp_address', { required: true }), text('smtp_port', { kind: 'number', fallback: 587 }), text('smtp_login', { required: true }), text('smtp_password', { kind: 'password', required: fresh }), text('smtp_enable_starttls_auto', { kind: 'flag', fallback: true }), text('smtp_enable_ssl_tls', { kind: 'flag', fallback: false }),
      ];
    case 'web_widget':
      return [text('website_url', { required: true }), text('welcome_title'), text('welcome_tagline'), text('widget_color', { kind: 'color', fallback: '#4a47d6' }), text('allowed_domains', { hint: t('channel.allowedDomainsHint') })];
    case 'api':
      return [text('webhook_url', { hint: t('channel.webhookHint') })];
  }
}

/** What is empty is not said; fixed parts are. */
export function channelOf(type: ChannelType, values: Record<string, unknown>): Record<string, unknown> {
  const given = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== '' && value !== undefined && value !== null));
  return type === 'whatsapp' ? { type, provider: 'evolution', ...given } : type === 'email' ? { type, imap_enabled: true, smtp_enabled: true, ...given } : { type, ...given };
}
