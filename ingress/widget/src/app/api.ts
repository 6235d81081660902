import type { ContactChanges, Message, Overview, Page, Upload } from '../shared/protocol';
import { Refused, request } from '../shared/session';
import type { Pending } from './outbox-store';

export interface Identity {
  token: string;
  source_id: string;
  changed: boolean;
}

/** The hub's calls that need a visitor. */
export class Api {
  constructor(
    private readonly baseUrl: string,
    private readonly token: () => string,
  ) {}

  overview(): Promise<Overview> {
    return this.call('GET', '/public/widget/conversation');
  }

  messages(before: number | null): Promise<{ messages: Message[]; more: boolean }> {
    return this.call('GET', `/public/widget/messages?limit=30${before === null ? '' : `&before=${before}`}`);
  }

  async send(item: Pending, page: Page | null): Promise<void> {
    await this.call('POST', '/widget/messages', {
      echo_id: item.echo_id,
      ...(item.content !== null && { content: item.content }),
      ...(item.upload && { upload: item.upload.id }),
      ...(item.reply_to_id !== undefined && { reply_to_id: item.reply_to_id }),
      ...(page && { page }),
    });
  }

  async receipts(kind: 'seen' | 'delivered', messageIds: number[]): Promise<void> {
    await this.call('POST', `/widget/${kind}`, { message_ids: messageIds });
  }

  async end(): Promise<void> {
    await this.call('POST', '/widget/end', {});
  }

  contact(changes: ContactChanges): Promise<Identity> {
    return this.call('PATCH', '/widget/contact', changes);
  }

  /** By XMLHttpRequest, because fetch does not tell how far an upload has come. */
  upload(file: NonNullable<Pending['file']>, progress: (part: number) => void): Promise<Upload> {
    return new Promise((resolve, reject) => {
      const body = new FormData();
      body.append('file', file.blob, file.name);
      const sending = new XMLHttpRequest();
      sending.open('POST', `${this.baseUrl}/widget/uploads`);
      sending.setRequestHeader('X-Auth-Token', this.token());
      sending.responseType = 'json';
      sending.upload.onprogress = (event) => {
        if (event.lengthComputable) {
          progress(event.loaded / event.total);
        }
      };
      sending.onload = () => {
        const answer = sending.response as (Upload & { type?: string; detail?: string }) | null;
        if (sending.status < 300 && answer) {
          resolve(answer);
        } else {
          const seconds = Number(sending.getResponseHeader('Retry-After') ?? Number.NaN);
          const problem = answer?.type?.replace('urn:parley:problem:', '') ?? `http-${sending.status}`;
          const wait = Number.isFinite(seconds) ? seconds * 1000 : null;
          reject(new Refused(sending.status, problem, answer?.detail ?? sending.statusText, wait));
        }
      };
      sending.onerror = () => reject(new Refused(0, 'unreachable', 'the upload was cut'));
      sending.send(body);
    });
  }

  private call<T>(method: string, path: string, body?: unknown): Promise<T> {
    return request(`${this.baseUrl}${path}`, {
      method,
      headers: { 'X-Auth-Token': this.token(), ...(body !== undefined && { 'Content-Type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      cache: 'no-store',
      // A message that is sent while the page goes still leaves.
      keepalive: method === 'POST',
    });
  }
}
