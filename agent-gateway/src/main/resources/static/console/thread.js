/** Draws the messages of a conversation. Everything a customer wrote is text, never markup. */
const TIME = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const DAY = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' });
const TICKS = {
  waiting: ['🕓', 'waiting'],
  accepted: ['🕓', 'accepted'],
  sent: ['✓', 'sent'],
  delivered: ['✓✓', 'delivered'],
  read: ['✓✓', 'read'],
  failed: ['⚠', 'failed'],
};

export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith('on')) {
      made.addEventListener(key.slice(2), value);
    } else if (value !== null && value !== undefined && value !== false) {
      made.setAttribute(key, value === true ? '' : value);
    }
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

/** Replaces what is shown by the messages, oldest first. */
export function drawThread(container, messages, actions) {
  const byId = new Map(messages.map((message) => [message.id, message]));
  const drawn = [];
  if (actions.hasOlder) {
    drawn.push(element('button', { type: 'button', class: 'older', onclick: actions.older }, 'Show older messages'));
  }
  let day = '';
  for (const message of messages) {
    const sent = new Date(message.created_at * 1000);
    const itsDay = DAY.format(sent);
    if (itsDay !== day) {
      day = itsDay;
      drawn.push(element('p', { class: 'day' }, day));
    }
    drawn.push(message.message_type === 2
      ? element('p', { class: 'activity' }, message.content ?? '')
      : bubble(message, sent, byId, actions));
  }
  container.replaceChildren(...drawn);
}

function bubble(message, sent, byId, actions) {
  const ours = message.message_type !== 0;
  const deleted = message.content_attributes?.deleted === true;
  const status = message.delivery_status ?? message.status;
  const failed = ours && status === 'failed';
  const classes = ['bubble', ours && 'ours', message.private && 'note', deleted && 'deleted', failed && 'failed'];
  return element(
    'article',
    { class: classes.filter(Boolean).join(' '), 'data-id': message.id, 'data-status': status },
    authorOf(message),
    quoteOf(message, byId),
    ...(message.attachments ?? []).map(attachment),
    message.content ? element('div', { class: 'body' }, message.content) : null,
    reactionsOf(message),
    failed ? element('div', { class: 'reason' }, message.content_attributes?.external_error ?? 'It could not be sent.') : null,
    element(
      'div',
      { class: 'meta' },
      deleted || message.id < 0 ? null : element('button', { type: 'button', onclick: () => actions.quote(message) }, 'Reply'),
      failed && message.id > 0 ? element('button', { type: 'button', onclick: () => actions.retry(message) }, 'Try again') : null,
      message.content_attributes?.is_edited ? 'edited' : null,
      element('time', { datetime: sent.toISOString() }, TIME.format(sent)),
      ours && !message.private ? tick(status) : null,
    ),
  );
}

function authorOf(message) {
  const name = message.author ?? (message.message_type === 1 ? message.sender?.available_name ?? message.sender?.name ?? 'From the phone' : null);
  const shown = message.private ? `${name ?? ''} · private note` : name;
  return shown ? element('div', { class: 'author' }, shown) : null;
}

function quoteOf(message, byId) {
  const id = message.content_attributes?.in_reply_to;
  if (!id) {
    return null;
  }
  return element('div', { class: 'quote' }, byId.get(id)?.content ?? 'An earlier message');
}

function reactionsOf(message) {
  const reactions = message.reactions ?? [];
  return reactions.length ? element('div', { class: 'reactions' }, reactions.map((reaction) => reaction.emoji).join(' ')) : null;
}

function tick(status) {
  const [sign, name] = TICKS[status] ?? TICKS.accepted;
  return element('span', { class: status === 'read' ? 'tick read' : 'tick', title: name, 'aria-label': name, role: 'img' }, sign);
}

function attachment(file) {
  if (file.file_type === 'location') {
    const map = `https://www.openstreetmap.org/?mlat=${file.coordinates_lat}&mlon=${file.coordinates_long}`;
    return element('a', { href: map, target: '_blank', rel: 'noopener noreferrer' }, `📍 ${file.fallback_title || 'Location'}`);
  }
  if (file.file_type === 'contact') {
    return element('div', {}, `👤 ${file.fallback_title ?? ''}`);
  }
  if (!file.data_url) {
    return element('div', { class: 'activity' }, 'The file is being fetched …');
  }
  const url = new URL(file.data_url, location.href);
  const local = url.pathname + url.search;
  const name = decodeURIComponent(url.pathname.split('/').pop());
  switch (file.file_type) {
    case 'image':
      return element('a', { href: local, target: '_blank', rel: 'noopener' }, element('img', { src: local, alt: name, loading: 'lazy' }));
    case 'audio':
      return element('audio', { src: local, controls: true, preload: 'metadata' });
    case 'video':
      return element('video', { src: local, controls: true, preload: 'metadata' });
    default:
      return element('a', { href: local, download: name }, `📄 ${name}`);
  }
}
