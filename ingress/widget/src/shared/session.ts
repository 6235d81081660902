import type { Config, Page, Session } from './protocol';

/** A refusal of the hub's, or no answer at all (status 0). */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly problem: string,
    detail: string,
    /** How long the hub asks to wait, in milliseconds. */
    readonly retryAfter: number | null = null,
  ) {
    super(detail);
  }

  /** Whether the same request may succeed later. */
  get passing(): boolean {
    return this.status === 0 || this.status === 408 || this.status === 425 || this.status === 429 || this.status >= 500;
  }
}

/** One request to the hub; throws {@link Refused} for whatever is not a success. */
export async function request<T>(url: string, init: RequestInit, limit = 20_000): Promise<T> {
  const gone = new AbortController();
  const timer = setTimeout(() => gone.abort(), limit);
  try {
    const answer = await fetch(url, { ...init, credentials: 'omit', signal: gone.signal });
    if (!answer.ok) {
      throw await refusal(answer);
    }
    return (answer.status === 204 ? undefined : await answer.json().catch(() => undefined)) as T;
  } catch (failure) {
    throw failure instanceof Refused ? failure : new Refused(0, 'unreachable', String(failure));
  } finally {
    clearTimeout(timer);
  }
}

async function refusal(answer: Response): Promise<Refused> {
  const body = (await answer.json().catch(() => ({}))) as { type?: string; detail?: string };
  const seconds = Number(answer.headers.get('Retry-After') ?? Number.NaN);
  return new Refused(
    answer.status,
    body.type?.replace('urn:parley:problem:', '') ?? `http-${answer.status}`,
    body.detail ?? answer.statusText,
    Number.isFinite(seconds) ? seconds * 1000 : null,
  );
}

export function fetchConfig(baseUrl: string, websiteToken: string): Promise<Config> {
  return request(`${baseUrl}/widget/config?website_token=${encodeURIComponent(websiteToken)}`, {});
}

export function openSession(
  baseUrl: string,
  websiteToken: string,
  token: string | null,
  locale: string | undefined,
  page: Page,
): Promise<Session> {
  return request(`${baseUrl}/widget/sessions`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ website_token: websiteToken, ...(token && { token }), ...(locale && { locale }), page }),
  });
}
