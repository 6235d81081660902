// The page of the phones: shows what the server says, and does what a finger would do.
'use strict';

const $ = id => document.getElementById(id);
const api = '/_simulator';
const chosen = { instance: null, number: null, chat: null };
let state = { instances: [], phones: [] };
let replyTo = null;
let shown = new Map(); // message id → [its JSON, its element]
let shownChat = null;
let atEnd = true; // of the chat: then it follows what comes
let recorder = null;

// ---- talking to the server

async function call(method, path, body) {
  const answer = await fetch(api + path, {
    method,
    headers: body ? { 'Content-Type': 'application/json' } : {},
    body: body ? JSON.stringify(body) : undefined,
  });
  const text = await answer.text();
  const json = text ? JSON.parse(text) : null;
  if (!answer.ok) {
    const message = [json?.response?.message].flat(3).join(', ') || 'The simulator said ' + answer.status;
    toast(message);
    throw new Error(message);
  }
  return json;
}

const onInstance = path => '/instances/' + encodeURIComponent(chosen.instance) + path;
const onChat = path => onInstance('/chats/' + encodeURIComponent(chosen.chat) + path);

let busy = false;
let again = false;

async function refresh() {
  if (busy) {
    again = true;
    return;
  }
  busy = true;
  try {
    state = await call('GET', '/state');
    choose();
    showTop();
    showPeople();
    await showPhone();
  } catch (problem) {
    $('foot').textContent = 'The simulator does not answer. Trying again…';
  } finally {
    busy = false;
    if (again) {
      again = false;
      setTimeout(refresh, 60);
    }
  }
}

const me = () => state.phones.find(phone => phone.number === chosen.number);
const instance = () => state.instances.find(each => each.name === chosen.instance);
const myChats = () => me()?.chats[chosen.instance] ?? [];

/** Keeps the choice when what was chosen is still there, else takes the first. */
function choose() {
  if (!instance()) chosen.instance = state.instances[0]?.name ?? null;
  if (!me()) { chosen.number = null; chosen.chat = null; }
  if (chosen.number && !myChats().some(each => each.chat === chosen.chat)) chosen.chat = myChats()[0]?.chat ?? null;
}

// ---- drawing

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined && text !== null) made.textContent = text;
  return made;
}

function face(target, name) {
  target.textContent = name.split(/\s+/).map(word => word[0]).slice(0, 2).join('').toUpperCase();
  target.style.setProperty('--hue', [...name].reduce((sum, each) => sum + each.codePointAt(0) * 7, 0) % 360);
}

function showTop() {
  const now = instance();
  $('number').hidden = !now;
  const options = state.instances.map(each => each.name).join('\n');
  if ($('instance').dataset.options !== options) {
    $('instance').dataset.options = options;
    $('instance').replaceChildren(...state.instances.map(each => new Option(each.name, each.name)));
  }
  if (now) {
    $('instance').value = now.name;
    $('state').dataset.state = now.state;
    $('state').textContent = { open: 'connected', connecting: 'connecting', close: 'logged out' }[now.state];
    $('line').textContent = now.state === 'open' ? 'Disconnect…' : 'Connect';
  }
  $('foot').textContent = !now
    ? 'No number yet: the hub creates one here when it makes a WhatsApp inbox.'
    : !now.webhook
      ? 'No webhook is set: the hub hears nothing of what is written here.'
      : state.pendingWebhooks ? state.pendingWebhooks + ' events on their way to the hub' : 'Every event has reached the hub.';
}

function showPeople() {
  $('nobody').hidden = state.phones.length > 0;
  $('people').replaceChildren(...state.phones.map(phone => {
    const button = element('button');
    button.type = 'button';
    button.setAttribute('aria-current', phone.number === chosen.number);
    const picture = element('span', 'face');
    face(picture, phone.name);
    const words = element('span', 'words');
    const chats = phone.chats[chosen.instance] ?? [];
    const last = chats.find(chat => chat.unread) ?? chats[0];
    words.append(element('strong', '', phone.name), element('span', '', (phone.offline ? 'offline · ' : '') + (last?.preview ?? '+' + phone.number)));
    button.append(picture, words);
    const unread = chats.reduce((sum, chat) => sum + chat.unread, 0);
    if (unread) button.append(element('span', 'badge', unread));
    button.onclick = () => pick(phone.number);
    const item = element('li');
    item.append(button);
    return item;
  }));
}

function pick(number) {
  chosen.number = number;
  chosen.chat = null;
  reply(null);
  $('main').dataset.view = 'chat';
  remember();
  refresh();
}

async function showPhone() {
  const now = instance();
  const phone = me();
  $('screen').hidden = !phone || !now;
  $('cover').hidden = Boolean(phone && now) && now.state === 'open';
  if (now?.qrcode) {
    $('screen').hidden = true;
    $('cover').hidden = false;
    if ($('cover').dataset.code !== now.qrcode) {
      $('cover').dataset.code = now.qrcode;
      const picture = element('img');
      picture.src = now.qrcode;
      picture.alt = 'QR code';
      const button = element('button', 'accent', 'Scan it');
      button.type = 'button';
      button.onclick = () => call('POST', onInstance('/scan'), {}).then(refresh);
      $('cover').replaceChildren(picture, element('p', '', 'The hub asks to connect ' + now.name + '. A phone would scan this code.'), button);
    }
    return;
  }
  $('cover').dataset.code = '';
  if (!phone || !now) {
    $('cover').replaceChildren(element('p', '', now
      ? 'Choose a customer, and write as they would.'
      : 'Nothing is connected here yet. Create a WhatsApp inbox in the hub with this simulator’s address and key.'));
    return;
  }
  $('cover').hidden = true;
  const chat = myChats().find(each => each.chat === chosen.chat);
  face($('face'), chat?.subject ?? now.name);
  $('who').textContent = chat?.subject ?? now.name;
  $('as').textContent = 'on the phone of ' + phone.name + ' · +' + phone.number;
  $('chats').replaceChildren(...(myChats().length < 2 ? [] : myChats().map(each => {
    const button = element('button', '', (each.subject ?? now.name) + (each.unread ? ' (' + each.unread + ')' : ''));
    button.type = 'button';
    button.setAttribute('aria-current', each.chat === chosen.chat);
    button.onclick = () => { chosen.chat = each.chat; reply(null); refresh(); };
    return button;
  })));
  $('notice').hidden = now.state === 'open' && !phone.offline;
  $('notice').textContent = now.state !== 'open'
    ? 'The hub’s number is not connected: nothing can be written to it now.'
    : 'This phone is offline' + (chat?.waiting ? ': ' + chat.waiting + ' waiting outside.' : '.');
  if (chosen.chat) await showChat(phone, chat);
}

async function showChat(phone, line) {
  const view = await call('GET', onChat(''));
  const list = $('messages');
  const name = chosen.instance + chosen.number + chosen.chat;
  const fresh = shownChat !== name;
  if (fresh) {
    atEnd = true;
    shown = new Map();
    shownChat = name;
  }
  const before = shown;
  shown = new Map();
  const wanted = [];
  let day = '';
  for (const message of view.messages) {
    const at = new Date(message.at * 1000);
    if (at.toDateString() !== day) {
      day = at.toDateString();
      wanted.push(element('li', 'day', at.toLocaleDateString([], { day: 'numeric', month: 'long' })));
    }
    const json = JSON.stringify(message);
    const known = before.get(message.id);
    const drawn = known?.[0] === json ? known[1] : draw(message, phone);
    shown.set(message.id, [json, drawn]);
    wanted.push(drawn);
  }
  if (fresh || list.children.length !== wanted.length || wanted.some((each, i) => each !== list.children[i] && !each.classList.contains('day'))) {
    list.replaceChildren(...wanted);
  }
  $('typing').hidden = !view.typing;
  follow();
  if (line?.unread && document.visibilityState === 'visible' && isOnScreen()) call('POST', onChat('/open')).then(refresh);
}

function follow() {
  if (atEnd) $('messages').scrollTop = $('messages').scrollHeight;
}

$('messages').onscroll = () => {
  const list = $('messages');
  atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 80;
};

const isOnScreen = () => $('main').dataset.view === 'chat' || matchMedia('(min-width: 721px)').matches;

function draw(message, phone) {
  const mine = !message.ours && message.authorNumber === phone.number;
  const box = element('li', 'message' + (mine ? ' mine' : ''));
  box.tabIndex = 0;
  if (!mine && chosen.chat.endsWith('@g.us')) box.append(element('div', 'author', message.ours ? chosen.instance : message.author));
  if (message.quoted) box.append(element('div', 'quote', message.quoted.text ?? message.quoted.kind));
  if (message.deleted) box.append(element('div', 'gone', 'This message was deleted'));
  else content(message, box);
  const meta = element('div', 'meta');
  if (message.edited && !message.deleted) meta.append(element('span', '', 'edited'));
  meta.append(element('span', '', new Date(message.at * 1000).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })));
  if (mine) meta.append(element('span', 'tick' + (message.readByHub ? ' read' : ''), '✓✓'));
  if (message.ours) {
    meta.append(element('span', 'tick' + (message.ack === 'READ' ? ' read' : ''), '✓✓'));
    meta.append(element('span', message.ack === 'READ' ? 'read' : '', message.ack === 'READ' ? 'read' : 'delivered'));
  }
  box.append(meta);
  const reactions = Object.values(message.reactions ?? {});
  if (reactions.length) {
    box.classList.add('reacted');
    box.append(element('span', 'reactions', [...new Set(reactions)].join('') + (reactions.length > 1 ? ' ' + reactions.length : '')));
  }
  const open = event => {
    if (event.target.closest('a, audio, video')) return;
    event.preventDefault();
    if (!message.deleted) aboutMessage(message, mine, box);
  };
  box.onclick = open;
  box.oncontextmenu = open;
  box.onkeydown = event => { if (event.key === 'Enter') open(event); };
  return box;
}

function content(message, box) {
  const text = message.text;
  if (message.fileUrl && (message.kind === 'image' || message.kind === 'sticker')) {
    const picture = element('img', message.kind);
    picture.src = message.fileUrl;
    picture.alt = text ?? message.kind;
    picture.onload = follow;
    box.append(picture);
  } else if (message.fileUrl && message.kind === 'video') {
    const video = element('video');
    video.src = message.fileUrl;
    video.controls = true;
    box.append(video);
  } else if (message.fileUrl && (message.kind === 'voice' || message.kind === 'audio')) {
    const audio = element('audio');
    audio.src = message.fileUrl;
    audio.controls = true;
    audio.preload = 'metadata';
    box.append(audio);
  } else if (message.fileUrl) {
    const link = element('a', 'file', '📄 ' + message.fileName);
    link.href = message.fileUrl;
    link.target = '_blank';
    link.rel = 'noopener';
    box.append(link);
  } else if (message.location) {
    const { latitude, longitude, name, address } = message.location;
    const link = element('a', 'file', '📍 ' + (name ?? latitude + ', ' + longitude));
    link.href = 'https://www.openstreetmap.org/?mlat=' + latitude + '&mlon=' + longitude;
    link.target = '_blank';
    link.rel = 'noopener noreferrer';
    box.append(link);
    if (address) box.append(element('div', 'quiet', address));
  } else if (message.card) {
    box.append(element('div', 'file', '👤 ' + message.card));
  } else if (!text) {
    box.append(element('div', 'gone', message.kind));
  }
  if (text) box.append(element('div', 'body', text));
  if (message.options) {
    const list = element('ul', 'options');
    message.options.forEach(option => list.append(element('li', '', option)));
    box.append(list);
  }
}

// ---- menus

function menu(anchor, ...items) {
  const box = $('menu');
  box.replaceChildren(...items.filter(Boolean));
  box.hidden = false;
  const at = anchor.getBoundingClientRect();
  const size = box.getBoundingClientRect();
  const left = Math.min(Math.max(8, at.left), innerWidth - size.width - 8);
  const below = at.bottom + 6 + size.height < innerHeight;
  box.style.left = left + 'px';
  box.style.top = Math.max(8, below ? at.bottom + 6 : at.top - size.height - 6) + 'px';
  box.querySelector('button')?.focus({ preventScroll: true });
}

function item(label, act, checked) {
  const button = element('button', checked === undefined ? '' : 'switch', label);
  button.type = 'button';
  button.setAttribute('role', checked === undefined ? 'menuitem' : 'menuitemcheckbox');
  if (checked !== undefined) button.setAttribute('aria-checked', checked);
  button.onclick = event => { event.stopPropagation(); $('menu').hidden = true; act(); };
  return button;
}

function aboutMessage(message, mine, anchor) {
  const emojis = element('div', 'emojis');
  const own = message.reactions?.[chosen.number + '@s.whatsapp.net'];
  for (const emoji of ['👍', '❤️', '😂', '😮', '🙏']) {
    emojis.append(item(emoji, () => write({ kind: 'reaction', messageId: message.id, emoji: own === emoji ? '' : emoji })));
  }
  menu(
    anchor,
    emojis,
    item('Reply', () => reply(message)),
    mine && message.text && item('Edit', () => editing(message)),
    mine && item('Delete for everyone', () => write({ kind: 'delete', messageId: message.id })),
    message.text && item('Copy', () => navigator.clipboard?.writeText(message.text)));
}

function aboutPhone() {
  const phone = me();
  const change = what => call('PUT', '/phones/' + phone.number, what).then(refresh);
  menu(
    $('more'),
    item('Phone offline', () => change({ offline: !phone.offline }), phone.offline),
    item('Reads by itself', () => change({ autoRead: !phone.autoRead }), phone.autoRead),
    item('Messages to it fail', () => change({ undeliverable: !phone.undeliverable }), phone.undeliverable),
    item('Write in a group…', () => $('group').showModal()),
    item('Customer…', () => editPerson(phone)));
}

function attaching() {
  menu(
    $('attach'),
    item('Picture…', () => upload('image/*', 'image')),
    item('A sample picture', () => write({ kind: 'image' })),
    item('A sample voice note', () => write({ kind: 'voice', seconds: 3 })),
    item('Video…', () => upload('video/*', 'video')),
    item('Document…', () => upload('', 'document')),
    item('A sample sticker', () => write({ kind: 'sticker' })),
    item('Location…', () => $('place').showModal()),
    item('Contact…', () => $('card').showModal()));
}

document.addEventListener('click', event => {
  if (!event.target.closest('.menu, #more, #attach, #line, .message')) $('menu').hidden = true;
}, true);
document.addEventListener('keydown', event => { if (event.key === 'Escape') $('menu').hidden = true; });

let toastTimer;
function toast(text) {
  $('toast').textContent = text;
  $('toast').hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => { $('toast').hidden = true; }, 4000);
}

// ---- writing

async function write(what) {
  const line = myChats().find(each => each.chat === chosen.chat);
  const body = { from: chosen.number, quoted: replyTo?.id, ...what };
  if (line?.subject) body.group = { jid: line.chat, subject: line.subject };
  await call('POST', onInstance('/incoming'), body);
  reply(null);
  atEnd = true;
  refresh();
}

function reply(message) {
  replyTo = message;
  $('replying').hidden = !message;
  $('replying-text').textContent = message ? message.text ?? message.kind : '';
  if (message) $('text').focus();
}

function base64(blob) {
  return new Promise((done, fail) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result.slice(reader.result.indexOf(',') + 1));
    reader.onerror = () => fail(reader.error);
    reader.readAsDataURL(blob);
  });
}

function upload(accept, kind) {
  const input = $('file');
  input.accept = accept;
  input.value = '';
  input.onchange = async () => {
    const file = input.files[0];
    if (!file) return;
    if (file.size > 60e6) return toast('That file is larger than 60 MB.');
    const caption = $('text').value.trim();
    await write({ kind, base64: await base64(file), mimetype: file.type || 'application/octet-stream', fileName: file.name, caption: caption || undefined });
    if (caption) clearText();
  };
  input.click();
}

async function record() {
  if (recorder) return recorder.stop();
  let sound;
  try {
    sound = await navigator.mediaDevices.getUserMedia({ audio: true });
  } catch (refused) {
    toast('No microphone: sending a sample voice note.');
    return write({ kind: 'voice', seconds: 3 });
  }
  const began = Date.now();
  const parts = [];
  const type = ['audio/ogg;codecs=opus', 'audio/webm;codecs=opus', 'audio/mp4'].find(each => MediaRecorder.isTypeSupported(each));
  recorder = new MediaRecorder(sound, type ? { mimeType: type } : {});
  recorder.ondataavailable = event => parts.push(event.data);
  recorder.onstop = async () => {
    sound.getTracks().forEach(track => track.stop());
    const note = new Blob(parts, { type: recorder.mimeType });
    recorder = null;
    $('voice').classList.remove('recording');
    await write({ kind: 'voice', base64: await base64(note), mimetype: note.type, seconds: Math.max(1, Math.round((Date.now() - began) / 1000)) });
  };
  recorder.start();
  $('voice').classList.add('recording');
}

function clearText() {
  $('text').value = '';
  grow();
}

function grow() {
  $('text').style.height = 'auto';
  $('text').style.height = Math.min(120, $('text').scrollHeight + 2) + 'px';
}

$('composer').onsubmit = async event => {
  event.preventDefault();
  const text = $('text').value.trim();
  if (!text) return;
  clearText();
  try {
    await write({ kind: 'text', text });
  } catch (problem) {
    $('text').value = text;
  }
};
$('text').oninput = grow;
$('text').onkeydown = event => {
  if (event.key === 'Enter' && !event.shiftKey && !event.isComposing && matchMedia('(pointer: fine)').matches) {
    event.preventDefault();
    $('composer').requestSubmit();
  }
};
$('voice').onclick = record;
$('attach').onclick = attaching;
$('more').onclick = aboutPhone;
$('no-reply').onclick = () => reply(null);
$('back').onclick = () => { $('main').dataset.view = 'people'; };

// ---- dialogs

document.querySelectorAll('[data-close]').forEach(button => { button.onclick = () => button.closest('dialog').close(''); });

function whenSaved(id, act) {
  $(id).onclose = () => { if ($(id).returnValue === 'ok') act(); $(id).returnValue = ''; };
}

function editPerson(phone) {
  $('person-name').value = phone?.name ?? '';
  $('person-number').value = phone?.number ?? '55119' + String(Math.floor(Math.random() * 1e8)).padStart(8, '0');
  $('person-number').readOnly = Boolean(phone);
  $('person-addressing').value = phone?.addressing ?? '';
  $('person').showModal();
}

async function savePerson(name, number, addressing) {
  const digits = number.replace(/\D/g, '');
  const saved = await call('PUT', '/phones/' + digits, { name, addressing: addressing || null });
  await refresh();
  pick(saved.number);
}

$('add').onclick = () => editPerson(null);
whenSaved('person', () => savePerson($('person-name').value.trim(), $('person-number').value, $('person-addressing').value));
document.querySelectorAll('[data-sample]').forEach(button => {
  const [name, number] = button.dataset.sample.split('|');
  button.onclick = () => savePerson(name, number, '');
});
whenSaved('group', async () => {
  const jid = '1203630' + String(Date.now()).slice(-11) + '@g.us';
  await call('POST', onInstance('/incoming'), {
    from: chosen.number, kind: 'text', text: $('group-text').value, group: { jid, subject: $('group-subject').value.trim() },
  });
  chosen.chat = jid;
  refresh();
});
whenSaved('place', () => write({
  kind: 'location', latitude: Number($('place-latitude').value), longitude: Number($('place-longitude').value),
  placeName: $('place-name').value || undefined, address: $('place-address').value || undefined,
}));
whenSaved('card', () => write({ kind: 'contact', contacts: [{ name: $('card-name').value, phone: $('card-phone').value }] }));

let edited = null;
function editing(message) {
  edited = message;
  $('edit-text').value = message.text;
  $('edit').showModal();
}
whenSaved('edit', () => write({ kind: 'edit', messageId: edited.id, text: $('edit-text').value.trim() }));

// ---- the connected number

$('instance').onchange = () => { chosen.instance = $('instance').value; chosen.chat = null; remember(); refresh(); };
$('line').onclick = () => {
  const now = instance();
  if (now.state !== 'open') {
    call('POST', onInstance('/scan'), {}).then(refresh);
    return;
  }
  menu(
    $('line'),
    item('Log out, as its owner would', () => call('POST', onInstance('/disconnect'), { reason: 401 }).then(refresh)),
    item('Lose the connection silently', () => call('POST', onInstance('/disconnect'), { silent: true }).then(refresh)));
};

function remember() {
  sessionStorage.setItem('chosen', JSON.stringify({ instance: chosen.instance, number: chosen.number }));
}

try {
  Object.assign(chosen, JSON.parse(sessionStorage.getItem('chosen') ?? '{}'));
  if (chosen.number) $('main').dataset.view = 'chat';
} catch (unreadable) {
  // begins without a choice
}

const changes = new EventSource(api + '/changes');
changes.addEventListener('changed', refresh);
document.addEventListener('visibilitychange', refresh);
setInterval(refresh, 5000); // typing ends by itself, and a lost stream must not freeze the page
refresh();
