/** The hub's REST API with an agent's session. */
import { EventReader, type ServerEvent } from './events';
import { translate } from '@/i18n';
import { refusalOf } from '@/lib/refusal';

const KEY = 'parley.session';

export interface Session {
  token: string;
  client: string;
  uid: string;
}

/** The session is over: the only thing to do is sign in. */
export class SignedOut extends Error {}

/** The hub said no, with its sentence. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly attributes: string[] = [],
  ) {
    super(message);
  }

  get notThere(): boolean {
    return this.status === 404 || this.status === 405;
  }
}

/** No answer: the network, or the hub, is away. */
export class Unreachable extends Error {}

export type Query = Record<string, string | number | boolean | null | undefined | (string | number)[]>;

interface Failure {
  message?: string;
  error?: string;
  detail?: string;
  errors?: string[];
  attributes?: string[];
}

let session: Session | null = read();
let accountId = 0;
let onSignedOut = () => {};
/** An answer to whoever was signed in before says nothing of who is now. */
const askedBy = new WeakMap<Response, Session | null>();

function read(): Session | null {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? 'null') as Session | null;
  } catch {
    return null;
  }
}

export const api = {
  hasSession: () => session !== null,
  useAccount: (id: number) => { accountId = id; },
  whenSignedOut: (listener: () => void) => { onSignedOut = listener; },
  /** Somebody signed in or out in another tab. */
  whenChangedElsewhere: (listener: () => void) => window.addEventListener('storage', ({ key }) => { if (key === KEY && read()?.token !== session?.token) { listener(); } }),

  async signIn(email: string, password: string): Promise<void> {
    const answer = await send('/auth/sign_in', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ email, password }) });
    await begin(answer);
  },

  /** Makes the first account, and signs its administrator in. */
  async install(body: Record<string, string>): Promise<void> {
    await begin(await send('/api/v1/setup', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }));
  },

  /** Here at once, whatever the hub answers and whenever. */
  signOut(): void {
    void request('DELETE', '/auth/sign_out').catch(() => undefined);
    keep(null);
  },

  /** Below the account. */
  get: <T>(path: string, query?: Query, signal?: AbortSignal) => request<T>('GET', inAccount(path) + queryString(query), undefined, signal),
  post: <T = unknown>(path: string, body?: unknown) => request<T>('POST', inAccount(path), body),
  patch: <T = unknown>(path: string, body: unknown) => request<T>('PATCH', inAccount(path), body),
  put: <T = unknown>(path: string, body: unknown) => request<T>('PUT', inAccount(path), body),
  delete: <T = unknown>(path: string, body?: unknown) => request<T>('DELETE', inAccount(path), body),
  request,

  /** Files with progress, which fetch does not tell. */
  upload<T>(path: string, form: FormData, onProgress: (share: number) => void, signal?: AbortSignal): Promise<T> {
    return new Promise((resolve, reject) => {
      const call = new XMLHttpRequest();
      call.open('POST', inAccount(path));
      Object.entries(headers()).forEach(([name, value]) => call.setRequestHeader(name, value));
      call.upload.onprogress = (event) => onProgress(event.lengthComputable ? event.loaded / event.total : 0);
      call.onload = () => {
        const body = parse(call.responseText);
        if (call.status >= 200 && call.status < 300) {
          resolve(body as T);
        } else {
          reject(new Refused(call.status, sentence(body as Failure | null, call.status)));
        }
      };
      call.onerror = () => reject(new Unreachable(translate('app.unreachable')));
      call.onabort = () => reject(new DOMException('aborted', 'AbortError'));
      signal?.addEventListener('abort', () => call.abort());
      call.send(form);
    });
  },

  /** Tells of each event of the answer; completes when it ends. */
  async events(path: string, tell: (event: ServerEvent) => void, signal?: AbortSignal): Promise<void> {
    const answer = await send(inAccount(path), { method: 'POST', headers: { ...headers(), accept: 'text/event-stream, application/json' }, signal });
    if (!answer.ok || !answer.body) {
      throw await refusal(answer);
    }
    const events = new EventReader(tell);
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      events.read(piece.value);
    }
  },

  streamUrl(cursor: string | null): URL {
    const url = new URL(inAccount('/stream'), location.href);
    url.protocol = url.protocol.replace('http', 'ws');
    if (session) {
      url.search = new URLSearchParams({ access_token: session.token, client: session.client, uid: session.uid, ...(cursor ? { after: cursor } : {}) }).toString();
    }
    return url;
  },

  /** For what a browser has to fetch by itself with headers, such as a CSV. */
  async download(path: string, query?: Query): Promise<Blob> {
    const answer = await send(path + queryString(query), { headers: headers() });
    if (!answer.ok) {
      throw await refusal(answer);
    }
    return answer.blob();
  },
};

async function begin(answer: Response): Promise<void> {
  if (!answer.ok) {
    throw await refusal(answer);
  }
  keep({ token: answer.headers.get('access-token') ?? '', client: answer.headers.get('client') ?? '', uid: answer.headers.get('uid') ?? '' });
}

function keep(next: Session | null): void {
  if (next) {
    localStorage.setItem(KEY, JSON.stringify(next));
  } else if (read()?.token === session?.token) { // else somebody has signed in in another tab
    localStorage.removeItem(KEY);
  }
  session = next;
}

export function inAccount(path: string, version = 1): string {
  return `/api/v${version}/accounts/${accountId}${path}`;
}

function headers(): Record<string, string> {
  return session ? { 'access-token': session.token, client: session.client, uid: session.uid } : {};
}

export function queryString(query: Query = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (Array.isArray(value)) {
      value.forEach((each) => search.append(`${name}[]`, String(each)));
    } else if (value !== null && value !== undefined && value !== '') {
      search.set(name, String(value));
    }
  }
  const text = search.toString();
  return text ? `?${text}` : '';
}

async function send(path: string, init: RequestInit): Promise<Response> {
  const asking = session;
  try {
    const answer = await fetch(path, init);
    askedBy.set(answer, asking);
    return answer;
  } catch (failure) {
    if (failure instanceof DOMException && failure.name === 'AbortError') {
      throw failure;
    }
    throw new Unreachable(translate('app.unreachable'));
  }
}

async function request<T = unknown>(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  const isForm = body instanceof FormData;
  const answer = await send(path, {
    method,
    headers: { ...headers(), ...(body !== undefined && !isForm ? { 'content-type': 'application/json' } : {}) },
    body: body === undefined ? undefined : isForm ? body : JSON.stringify(body),
    signal,
  });
  if (!answer.ok) {
    throw await refusal(answer);
  }
  return parse(await answer.text()) as T;
}

/** 401 also says "not allowed" in this API; only one form of it means that nobody is signed in. */
async function refusal(answer: Response): Promise<Error> {
  const body = parse(await answer.text().catch(() => '')) as Failure | null;
  if (answer.status === 401 && session && askedBy.get(answer) === session && (body?.errors || body?.error === 'Invalid Access Token')) {
    keep(null);
    onSignedOut();
    return new SignedOut('signed out');
  }
  return new Refused(answer.status, sentence(body, answer.status), body?.attributes);
}

function sentence(body: Failure | null, status: number): string {
  return status === 404 ? translate('app.notThere') : refusalOf(body?.message ?? body?.error ?? body?.errors?.[0] ?? body?.detail ?? translate('app.answered', { status }), body?.attributes ?? [], translate);
}

function parse(text: string): unknown {
  try {
    return text ? JSON.parse(text) : null;
  } catch {
    return null;
  }
}
