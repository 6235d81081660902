/** What the hub does not take, in the reader's words: it says of which field, and why in one of a few English phrases. */
type Translate = (key: string, named?: Record<string, string>) => string;

const FIELDS: Record<string, string> = {
  name: 'contact.name', email: 'signIn.email', phone_number: 'contact.phone', identifier: 'contact.identifier', password: 'signIn.password', current_password: 'settings.currentPassword', title: 'article.title', content: 'settings.content',
  short_code: 'settings.shortCode', description: 'settings.description', color: 'settings.colour', assignment_limit: 'settings.limit', assignment_weight: 'settings.weight', max_assignment_limit: 'settings.limit',
  greeting_message: 'settings.greetingText', out_of_office_message: 'settings.away', labels: 'settings.labelTitle', timezone: 'settings.timezone', webhook_url: 'channel.webhook_url', base_url: 'channel.base_url', instance: 'channel.instance', widget_color: 'channel.widget_color', account_name: 'setup.account',
};

/** The numbers in them are limits. */
const REASONS: readonly (readonly [RegExp, string])[] = [
  [/can't be blank$/, 'blank'],
  [/has already been taken/, 'taken'],
  [/is too long \(maximum is (\d+) /, 'tooLong'],
  [/is too short \(minimum is (\d+) /, 'tooShort'],
  [/must have 1 to (\d+) characters$/, 'tooLong'],
  [/must be (\d+)(?: \([^)]*\))? to (\d+)/, 'range'],
  [/should be in e164 format$/, 'phone'],
  [/must start with http:\/\/ or https:\/\/$/, 'address'],
  [/must consist of letters, digits, hyphens and underscores$/, 'word'],
  [/is (?:invalid|incorrect|not an address|not a URL)$/, 'invalid'],
];

/** The hub's sentence where there are no words of ours for it. */
export function refusalOf(sentence: string, attributes: readonly string[], t: Translate): string {
  const field = FIELDS[attributes[0] ?? ''];
  for (const [phrase, reason] of field ? REASONS : []) {
    const found = phrase.exec(sentence);
    if (found) {
      return t(`refused.${reason}`, { field: t(field as string), n: found[1] ?? '', to: found[2] ?? '' });
    }
  }
  return sentence;
}
