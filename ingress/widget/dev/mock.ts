import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Plugin } from 'vite';

import type { Config, Message } from '../src/shared/protocol';

/**
 * A hub in memory for `npm run dev`, so that the look can be worked on without servers: one visitor, one agent who answers
 * what is written. Words with meaning: "long", "markdown", "image", "end", "refuse". Not part of the build.
 */
const config: Config = {
  website_token: 'dev',
  website_name: 'Casa Verde',
  website_url: null,
  avatar_url: null,
  widget_color: '#2f7d5b',
  position: 'right',
  welcome_title: 'Hello 👋',
  welcome_tagline: 'Plants, pots or delivery: ask us anything.',
  locale: 'en',
  locales: ['en', 'pt-BR', 'es'],
  reply_time: 'in_a_few_minutes',
  features: ['attachments', 'emoji_picker', 'end_conversation'],
  greeting_enabled: true,
  greeting_message: 'Hi! How can we help you today?',
  pre_chat_form: { enabled: false, message: null, fields: [] },
  business_hours: { enabled: false, open_now: true, next_open_at: null, time_zone: 'UTC', away_message: null },
  hmac_mandatory: false,
  allow_messages_after_resolved: true,
  limits: { message_length: 10_000, upload_bytes: 40 * 1024 * 1024, upload_types: ['image/*', 'application/pdf', 'text/plain'] },
};
const agents = [
  { name: 'Marina Alves', avatar_url: null, availability: 'online' },
  { name: 'Tom Becker', avatar_url: null, availability: 'online' },
  { name: 'Jo Park', avatar_url: null, availability: 'busy' },
];
const MARKDOWN = 'Sure! **Three steps**:\n\n1. Take it out of the box\n2. Water it *lightly*\n3. Wait `2` days\n\n> It likes light.\n\nMore on [our page](https://example.com/care).';

const REPLIES = [
  'Hi! Yes, we do. Order before noon and it is with you on **Saturday morning**.',
  'It will love that spot: bright, but no direct sun at noon. Water it once a week.',
  'You are welcome! Anything else I can do for you?',
];
let replies = 0;

const messages: Message[] = [];
const listeners = new Set<ServerResponse>();
const uploads = new Map<string, { name: string; type: string; bytes: Buffer }>();
let frames = 0;
let status = 'open';

function broadcast(type: string, data: unknown, kept = true): void {
  const frame = { ...(kept && { id: String(++frames) }), type, data };
  listeners.forEach((listener) => listener.write(`data: ${JSON.stringify(frame)}\n\n`));
}

function say(message: Partial<Message>): Message {
  const said: Message = {
    id: messages.length + 1, echo_id: null, conversation_id: 1, direction: 'outgoing', content: null, content_type: 'text',
    created_at: new Date().toISOString(), edited: false, deleted: false, reply_to_id: null,
    sender: { type: 'agent', name: 'Marina Alves', avatar_url: null }, attachments: [], status: 'sent', ...message,
  };
  messages.push(said);
  broadcast('message.created', said);
  return said;
}

function answer(content: string): void {
  setTimeout(() => broadcast('messages.read', { echo_ids: messages.flatMap((it) => it.echo_id ?? []) }), 700);
  setTimeout(() => broadcast('conversation.typing_on', agents[0], false), 900);
  setTimeout(() => {
    if (content.includes('end')) {
      status = 'resolved';
      broadcast('conversation.status_changed', { id: 1, status });
    } else {
      say({ content: content.includes('markdown') ? MARKDOWN : content.includes('long') ? 'Well. '.repeat(80) : (REPLIES[replies++ % REPLIES.length] ?? '') });
    }
  }, 2_200);
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) {
    parts.push(part as Buffer);
  }
  return Buffer.concat(parts);
}

async function handle(request: IncomingMessage, response: ServerResponse): Promise<boolean> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const json = (code: number, body: unknown) => {
    response.writeHead(code, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
    return true;
  };
  switch (`${request.method} ${url.pathname}`) {
    case 'GET /demo': {
      const page = readFileSync('../src/main/resources/demo/index.html', 'utf8');
      response.writeHead(200, { 'Content-Type': 'text/html' }).end(page.replaceAll('__WEBSITE_TOKEN__', 'dev'));
      return true;
    }
    case 'GET /widget/sdk.js': // as the last `npm run build` left it
      response.writeHead(200, { 'Content-Type': 'text/javascript' }).end(readFileSync('dist/sdk.js'));
      return true;
    case 'GET /widget/config':
      return json(200, { ...config, ...Object.fromEntries(url.searchParams) });
    case 'POST /widget/sessions':
      return json(200, { token: 'token', source_id: 'visitor', known: messages.length > 0 });
    case 'GET /public/widget/conversation':
      return json(200, {
        conversation: messages.length > 0 ? { id: 1, status, assignee: agents[0], unread_count: 0 } : null,
        contact: { name: null, email: null, phone_number: null, identified: false }, agents, cursor: String(frames),
      });
    case 'GET /public/widget/messages': {
      const before = Number(url.searchParams.get('before') ?? Number.MAX_SAFE_INTEGER);
      const all = messages.filter((it) => it.id < before);
      return json(200, { messages: all.slice(-30), more: all.length > 30 });
    }
    case 'POST /widget/messages': {
      const { echo_id, content, upload } = JSON.parse(String(await bodyOf(request))) as { echo_id: string; content?: string; upload?: string };
      if (content === 'refuse') {
        return json(422, { type: 'urn:parley:problem:refused', detail: 'This was refused' });
      }
      if (!messages.some((it) => it.echo_id === echo_id)) {
        const file = upload ? uploads.get(upload) : undefined;
        say({
          echo_id, content: content ?? null, direction: 'incoming', sender: { type: 'contact', name: null, avatar_url: null }, status: 'accepted',
          attachments: file && upload
            ? [{ kind: file.type.startsWith('image/') ? 'image' : 'file', state: 'stored', url: `/widget/dev-file/${upload}`, file_name: file.name, media_type: file.type, size: file.bytes.length }]
            : [],
        });
        answer(content ?? 'a file');
      }
      return json(202, { echo_id, accepted_at: new Date().toISOString() });
    }
    case 'POST /widget/uploads': {
      const body = await bodyOf(request);
      const head = body.subarray(0, body.indexOf('\r\n\r\n')).toString();
      const name = /filename="([^"]*)"/.exec(head)?.[1] ?? 'file';
      const type = /Content-Type: (\S+)/i.exec(head)?.[1] ?? 'application/octet-stream';
      const bytes = body.subarray(body.indexOf('\r\n\r\n') + 4, body.lastIndexOf('\r\n--'));
      const upload = `upload-${uploads.size + 1}`;
      uploads.set(upload, { name, type, bytes });
      return json(201, { upload, kind: type.startsWith('image/') ? 'image' : 'file', file_name: name, media_type: type, size: bytes.length });
    }
    case 'GET /widget/stream':
      response.writeHead(200, { 'Content-Type': 'text/event-stream' }).write(`data: {"type":"caught-up","id":"${frames}"}\n\n`);
      listeners.add(response);
      request.on('close', () => listeners.delete(response));
      return true;
    case 'PATCH /widget/contact':
      return json(202, { token: 'token', source_id: 'visitor', changed: false });
    case 'POST /widget/end':
      status = 'resolved';
      broadcast('conversation.status_changed', { id: 1, status });
      return json(202, {});
    case 'POST /widget/seen':
    case 'POST /widget/delivered':
    case 'POST /widget/typing':
      return json(202, {});
  }
  const file = /^\/widget\/dev-file\/(.*)$/.exec(url.pathname)?.[1];
  const kept = file ? uploads.get(file) : undefined;
  if (kept) {
    response.writeHead(200, { 'Content-Type': kept.type }).end(kept.bytes);
    return true;
  }
  if (url.pathname === '/widget') {
    request.url = '/widget/index.html';
  }
  return false;
}

export function mock(): Plugin {
  return {
    name: 'parley-mock',
    apply: 'serve',
    configureServer(server) {
      // No WebSocket here: the panel falls back to server-sent events.
      server.httpServer?.on('upgrade', (request: IncomingMessage, socket: { destroy(): void }) => {
        if (request.url?.startsWith('/widget/stream')) {
          socket.destroy();
        }
      });
      server.middlewares.use((request, response, next) => {
        handle(request, response).then(
          (done) => {
            if (!done) {
              next();
            }
          },
          (failure: unknown) => next(failure),
        );
      });
    },
  };
}
