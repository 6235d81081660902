/** The console: sign in, conversations, thread, composer, live. */
import { Api, SignedOut } from './api.js';
import { Stream } from './stream.js';
import { drawThread, element } from './thread.js';

const $ = (id) => document.getElementById(id);
const api = new Api();
const TYPING_LASTS = 6_000;

const state = {
  profile: null,
  stream: null,
  agents: [],
  inboxes: new Map(),
  conversations: new Map(),
  page: 1,
  hasMore: false,
  assignee: 'all',
  status: 'open',
  open: null,
  messages: [],
  hasOlder: false,
  replyTo: null,
  files: [],
};

// ---- signing in and out

async function start() {
  if (!api.session) {
    return showSignIn();
  }
  try {
    state.profile = await api.profile();
  } catch (failure) {
    if (failure instanceof SignedOut) {
      api.forget();
      return showSignIn();
    }
    return showSignIn(failure.message);
  }
  $('sign-in').hidden = true;
  $('console').hidden = false;
  $('who').textContent = state.profile.available_name;
  await refetch();
  listen();
}

function showSignIn(message = '') {
  $('console').hidden = true;
  $('sign-in').hidden = false;
  $('sign-in-error').textContent = message;
  $('email').focus();
}

$('sign-in-form').addEventListener('submit', async (event) => {
  event.preventDefault();
  $('sign-in-error').textContent = '';
  try {
    await api.signIn($('email').value, $('password').value);
    $('password').value = '';
    await start();
  } catch (failure) {
    $('sign-in-error').textContent = failure.message;
  }
});

$('sign-out').addEventListener('click', async () => {
  state.stream?.close();
  await api.signOut();
  location.reload();
});

async function attempt(work) {
  try {
    $('composer-error').textContent = '';
    return await work();
  } catch (failure) {
    if (failure instanceof SignedOut) {
      api.forget();
      location.reload();
    }
    $('composer-error').textContent = failure.message;
    return null;
  }
}

// ---- live

function listen() {
  state.stream?.close();
  state.stream = new Stream(api);
  state.stream.addEventListener('live', () => connected(true));
  state.stream.addEventListener('lost', () => connected(false));
  state.stream.addEventListener('reset', refetch);
  state.stream.addEventListener('frame', (event) => receive(event.detail));
}

function connected(live) {
  $('banner').hidden = live;
  $('connection').textContent = live ? 'live' : '';
  $('connection').classList.toggle('live', live);
}

async function refetch() {
  const [inboxes, agents] = await Promise.all([api.get('/inboxes'), api.get('/agents')]);
  state.inboxes = new Map(inboxes.payload.map((inbox) => [inbox.id, inbox]));
  state.agents = agents;
  drawInboxes();
  await loadConversations();
  if (state.open) {
    await openConversation(state.open.id);
  }
}

const refreshCounts = soon(async () => drawCounts((await api.get(`/conversations/meta?${listQuery()}`)).meta), 400);
const refreshList = soon(loadConversations, 300);

function receive({ type, data }) {
  switch (type) {
    case 'message.created':
    case 'message.updated':
      return receiveMessage(type, data);
    case 'conversation.created':
    case 'conversation.updated':
      return receiveConversation(data);
    case 'inbox.updated': {
      const inbox = state.inboxes.get(data.id);
      if (inbox) {
        Object.assign(inbox, { name: data.name, connection: data.connection });
        drawInboxes();
      }
      return undefined;
    }
    case 'inbox.members_changed':
      return refetch();
    case 'conversation.typing_on':
    case 'conversation.typing_off':
      return showTyping(type.endsWith('on'), data);
    default:
      return undefined;
  }
}

function receiveMessage(type, message) {
  const conversation = state.conversations.get(message.conversation_id);
  if (conversation) {
    if (type === 'message.created' && message.message_type !== 2) {
      conversation.last_non_activity_message = message;
    }
    conversation.last_activity_at = message.conversation.last_activity_at;
    conversation.unread_count = isReading(message.conversation_id) ? 0 : message.conversation.unread_count;
    drawConversations();
  } else if (type === 'message.created') {
    refreshList();
  }
  refreshCounts();
  if (state.open?.id !== message.conversation_id) {
    return;
  }
  merge(message);
  draw(type === 'message.created');
  if (type === 'message.created' && message.message_type === 0 && isReading(message.conversation_id)) {
    markSeen();
  }
}

function receiveConversation(changed) {
  const known = state.conversations.get(changed.id);
  if (known) {
    Object.assign(known, changed, {
      meta: { ...known.meta, ...changed.meta },
      last_non_activity_message: changed.messages?.[0] ?? known.last_non_activity_message,
    });
  }
  if (state.open?.id === changed.id) {
    Object.assign(state.open, { status: changed.status, meta: { ...state.open.meta, ...changed.meta } });
    drawHead();
  }
  refreshCounts();
  refreshList();
}

function isReading(id) {
  return state.open?.id === id && document.visibilityState === 'visible';
}

function showTyping(on, data) {
  if (data.conversation?.id !== state.open?.id || data.user?.id === state.profile.id) {
    return;
  }
  $('typing').textContent = on ? `${data.user.available_name ?? data.user.name} is typing …` : '';
  clearTimeout(showTyping.timer);
  showTyping.timer = setTimeout(() => { $('typing').textContent = ''; }, TYPING_LASTS);
}

// ---- the list

function listQuery() {
  return new URLSearchParams({ status: state.status, assignee_type: state.assignee });
}

async function loadConversations() {
  const { data } = await api.get(`/conversations?${listQuery()}&page=1`);
  state.conversations = new Map(data.payload.map((conversation) => [conversation.id, conversation]));
  state.page = 1;
  state.hasMore = data.payload.length === 25;
  drawCounts(data.meta);
  drawConversations();
}

$('more-conversations').addEventListener('click', async () => {
  const { data } = await api.get(`/conversations?${listQuery()}&page=${state.page + 1}`);
  data.payload.forEach((conversation) => state.conversations.set(conversation.id, conversation));
  state.page += 1;
  state.hasMore = data.payload.length === 25;
  drawConversations();
});

$('assignees').addEventListener('click', (event) => {
  const tab = event.target.closest('[data-assignee]');
  if (tab) {
    state.assignee = tab.dataset.assignee;
    loadConversations();
  }
});

$('status').addEventListener('change', () => {
  state.status = $('status').value;
  loadConversations();
});

function drawCounts(meta) {
  const counts = { me: meta.mine_count, unassigned: meta.unassigned_count, all: meta.all_count };
  for (const tab of $('assignees').children) {
    tab.setAttribute('aria-selected', tab.dataset.assignee === state.assignee);
    tab.querySelector('span').textContent = counts[tab.dataset.assignee];
  }
}

function drawConversations() {
  const sorted = [...state.conversations.values()].sort((a, b) => b.last_activity_at - a.last_activity_at || b.id - a.id);
  $('conversations').replaceChildren(...sorted.map(conversationRow));
  if (sorted.length === 0) {
    $('conversations').append(element('li', { class: 'nothing' }, 'No conversations here.'));
  }
  $('more-conversations').hidden = !state.hasMore;
}

function conversationRow(conversation) {
  const last = conversation.last_non_activity_message ?? conversation.messages?.[0];
  const preview = last ? `${last.message_type === 0 ? '' : '↩ '}${last.content ?? attachmentName(last)}` : '';
  return element(
    'li',
    {},
    element(
      'button',
      { type: 'button', 'aria-current': state.open?.id === conversation.id, onclick: () => openConversation(conversation.id) },
      element('span', { class: 'name' }, conversation.meta.sender.name || conversation.meta.sender.phone_number || 'Unknown'),
      element('span', { class: 'time' }, ago(conversation.last_activity_at)),
      element('span', { class: 'preview' }, preview),
      conversation.unread_count
        ? element('span', { class: 'badge', 'aria-label': `${conversation.unread_count} unread` }, conversation.unread_count > 9 ? '9+' : String(conversation.unread_count))
        : element('span'),
    ),
  );
}

function attachmentName(message) {
  return message.attachments?.length ? `[${message.attachments[0].file_type}]` : '';
}

function ago(seconds) {
  const minutes = Math.floor((Date.now() / 1000 - seconds) / 60);
  if (minutes < 1) {
    return 'now';
  }
  if (minutes < 60) {
    return `${minutes} min`;
  }
  return minutes < 1440 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 1440)} d`;
}

function drawInboxes() {
  const waiting = [...state.inboxes.values()].filter((inbox) => inbox.connection && inbox.connection.state !== 'open');
  $('inboxes').replaceChildren(...waiting.map((inbox) => element(
    'details',
    {},
    element('summary', {}, `${inbox.name} is not connected (${inbox.connection.state})`),
    inbox.connection.qr_code
      ? element('img', { src: inbox.connection.qr_code, alt: `QR code to connect ${inbox.name}: scan it with WhatsApp on the phone` })
      : element('p', {}, inbox.connection.reason ?? 'No QR code yet.'),
    inbox.connection.pairing_code ? element('p', {}, `Pairing code: ${inbox.connection.pairing_code}`) : null,
  )));
}

// ---- the thread

async function openConversation(id) {
  const [conversation, window] = await Promise.all([
    api.get(`/conversations/${id}`),
    api.get(`/conversations/${id}/messages`),
  ]);
  state.open = conversation;
  state.messages = window.payload;
  state.hasOlder = window.payload.length === 20;
  quote(null);
  $('typing').textContent = '';
  $('nothing').hidden = true;
  $('conversation').hidden = false;
  $('console').classList.add('reading');
  drawHead();
  draw(true);
  drawConversations();
  markSeen();
}

async function markSeen() {
  const known = state.conversations.get(state.open.id);
  if (known) {
    known.unread_count = 0;
    drawConversations();
  }
  await attempt(() => api.post(`/conversations/${state.open.id}/update_last_seen`));
}

document.addEventListener('visibilitychange', () => {
  if (state.open && document.visibilityState === 'visible' && state.conversations.get(state.open.id)?.unread_count) {
    markSeen();
  }
});

function drawHead() {
  const { sender, assignee } = state.open.meta;
  $('contact-name').textContent = sender.name || sender.phone_number || 'Unknown';
  const inbox = state.inboxes.get(state.open.inbox_id);
  $('contact-detail').textContent = [sender.phone_number, inbox?.name, `#${state.open.id}`].filter(Boolean).join(' · ');
  $('toggle').textContent = state.open.status === 'resolved' ? 'Reopen' : 'Resolve';
  $('assignee').replaceChildren(
    element('option', { value: '' }, 'Nobody'),
    ...state.agents.map((agent) => element('option', { value: agent.id, selected: agent.id === assignee?.id }, agent.available_name)),
  );
}

function draw(toTheEnd) {
  const container = $('messages');
  const atTheEnd = container.scrollHeight - container.scrollTop - container.clientHeight < 80;
  drawThread(container, state.messages, { hasOlder: state.hasOlder, older: loadOlder, quote, retry });
  if (toTheEnd || atTheEnd) {
    container.scrollTop = container.scrollHeight;
  }
}

/** Puts a message where it belongs: over its own earlier state, over the one waiting for it, or at the end. */
function merge(message) {
  const at = state.messages.findIndex((known) => known.id === message.id || (message.echo_id && known.echo_id === message.echo_id && known.id < 0));
  if (at >= 0) {
    const duplicate = state.messages.findIndex((known, index) => index !== at && known.id === message.id);
    state.messages[at] = message;
    if (duplicate >= 0) {
      state.messages.splice(duplicate, 1);
    }
  } else {
    state.messages.push(message);
    state.messages.sort((a, b) => (a.id < 0) - (b.id < 0) || (a.id < 0 ? b.id - a.id : a.id - b.id));
  }
}

async function loadOlder() {
  const container = $('messages');
  const before = container.scrollHeight;
  const window = await api.get(`/conversations/${state.open.id}/messages?before=${state.messages[0].id}`);
  state.messages = [...window.payload, ...state.messages];
  state.hasOlder = window.payload.length === 20;
  draw(false);
  container.scrollTop = container.scrollHeight - before;
}

$('back').addEventListener('click', () => {
  $('console').classList.remove('reading');
  state.open = null;
  $('conversation').hidden = true;
  $('nothing').hidden = false;
});

$('toggle').addEventListener('click', () => attempt(() => api.post(`/conversations/${state.open.id}/toggle_status`, {
  status: state.open.status === 'resolved' ? 'open' : 'resolved',
})));

$('assignee').addEventListener('change', () => attempt(() => api.post(`/conversations/${state.open.id}/assignments`, {
  assignee_id: $('assignee').value ? Number($('assignee').value) : null,
})));

// ---- the composer

let unsent = 0;

function quote(message) {
  state.replyTo = message;
  $('quoting').hidden = !message;
  $('quoting').firstElementChild.textContent = message ? message.content ?? attachmentName(message) : '';
  if (message) {
    $('text').focus();
  }
}

$('quoting').querySelector('button').addEventListener('click', () => quote(null));

$('note').addEventListener('change', () => $('composer').classList.toggle('noting', $('note').checked));

$('attach').addEventListener('change', () => {
  state.files.push(...$('attach').files);
  $('attach').value = '';
  drawFiles();
});

function drawFiles() {
  $('files').replaceChildren(...state.files.map((file, index) => element(
    'span',
    {},
    `${file.name} `,
    element('button', {
      type: 'button',
      'aria-label': `Remove ${file.name}`,
      onclick: () => {
        state.files.splice(index, 1);
        drawFiles();
      },
    }, '×'),
  )));
}

$('text').addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    $('composer').requestSubmit();
  }
});

const tellTyping = soon(() => attempt(() => api.post(`/conversations/${state.open.id}/toggle_typing_status`, {
  typing_status: 'on',
  is_private: $('note').checked,
})), 1_000);
$('text').addEventListener('input', () => state.open && tellTyping());

$('composer').addEventListener('submit', async (event) => {
  event.preventDefault();
  const content = $('text').value.trim();
  if (!content && state.files.length === 0) {
    return;
  }
  const conversation = state.open.id;
  const echo = `console-${Date.now()}-${unsent += 1}`;
  const waiting = {
    id: -unsent,
    echo_id: echo,
    conversation_id: conversation,
    message_type: 1,
    content,
    private: $('note').checked,
    delivery_status: 'waiting',
    created_at: Date.now() / 1000,
    content_attributes: state.replyTo ? { in_reply_to: state.replyTo.id } : {},
    sender: { available_name: state.profile.available_name },
  };
  const body = bodyOf(waiting, state.files);
  $('text').value = '';
  state.files = [];
  drawFiles();
  quote(null);
  merge(waiting);
  draw(true);
  const sent = await attempt(() => api.post(`/conversations/${conversation}/messages`, body));
  if (state.open?.id !== conversation) {
    return;
  }
  if (sent) {
    merge(sent);
  } else {
    waiting.delivery_status = 'failed';
    waiting.content_attributes.external_error = $('composer-error').textContent;
    $('text').value = $('text').value || content;
    state.messages = state.messages.filter((message) => message !== waiting);
  }
  draw(true);
});

function bodyOf(message, files) {
  const attributes = message.content_attributes;
  if (files.length === 0) {
    return { content: message.content, private: message.private, echo_id: message.echo_id, content_attributes: attributes };
  }
  const form = new FormData();
  form.append('content', message.content);
  form.append('private', message.private);
  form.append('echo_id', message.echo_id);
  form.append('content_attributes', JSON.stringify(attributes));
  files.forEach((file) => form.append('attachments[]', file, file.name));
  return form;
}

function retry(message) {
  return attempt(() => api.post(`/conversations/${state.open.id}/messages/${message.id}/retry`));
}

/** Runs the work at most once per interval, however often it is asked for. */
function soon(work, interval) {
  let timer = null;
  return () => {
    timer ??= setTimeout(() => {
      timer = null;
      work();
    }, interval);
  };
}

start();
