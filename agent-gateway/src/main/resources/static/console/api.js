/** The hub's REST API with an agent's session. */
const KEY = 'parley.session';

export class SignedOut extends Error {}

export class Api {
  constructor() {
    this.session = JSON.parse(localStorage.getItem(KEY) ?? 'null');
    this.accountId = null;
  }

  async signIn(email, password) {
    const answer = await fetch('/auth/sign_in', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email, password }),
    });
    const body = await answer.json().catch(() => ({}));
    if (!answer.ok) {
      throw new Error(body.errors?.[0] ?? (answer.status === 429 ? 'Too many tries. Wait a few minutes.' : 'The hub does not answer. Try again.'));
    }
    this.session = {
      token: answer.headers.get('access-token'),
      client: answer.headers.get('client'),
      uid: answer.headers.get('uid'),
    };
    localStorage.setItem(KEY, JSON.stringify(this.session));
  }

  async signOut() {
    await this.request('DELETE', '/auth/sign_out').catch(() => {});
    this.forget();
  }

  forget() {
    this.session = null;
    localStorage.removeItem(KEY);
  }

  async profile() {
    const profile = await this.request('GET', '/api/v1/profile');
    this.accountId = profile.account_id;
    return profile;
  }

  get(path) {
    return this.request('GET', this.path(path));
  }

  post(path, body) {
    return this.request('POST', this.path(path), body);
  }

  delete(path) {
    return this.request('DELETE', this.path(path));
  }

  path(path) {
    return `/api/v1/accounts/${this.accountId}${path}`;
  }

  async request(method, path, body) {
    const headers = {
      'access-token': this.session.token,
      client: this.session.client,
      uid: this.session.uid,
    };
    const isForm = body instanceof FormData;
    if (body !== undefined && !isForm) {
      headers['content-type'] = 'application/json';
    }
    const answer = await fetch(path, {
      method,
      headers,
      body: body === undefined || isForm ? body : JSON.stringify(body),
    });
    const text = await answer.text();
    const json = text ? JSON.parse(text) : null;
    if (answer.status === 401 && json?.errors) {
      throw new SignedOut();
    }
    if (!answer.ok) {
      throw new Error(json?.message ?? json?.error ?? json?.detail ?? `The hub answered ${answer.status}.`);
    }
    return json;
  }

  streamUrl(cursor) {
    const url = new URL(this.path('/stream'), location.href);
    url.protocol = url.protocol.replace('http', 'ws');
    url.search = new URLSearchParams({
      access_token: this.session.token,
      client: this.session.client,
      uid: this.session.uid,
      ...(cursor ? { after: cursor } : {}),
    });
    return url;
  }
}
