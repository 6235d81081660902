import type { FromPage, FromPanel } from '../shared/bridge';
import { Backoff } from '../shared/backoff';
import { fetchConfig, openSession, Refused } from '../shared/session';

const KEY = 'parley.popup';

/** Keeps the token for a window of its own that is loaded again after the page that opened it has gone. */
export function rememberToken(token: string): void {
  try {
    sessionStorage.setItem(KEY, token);
  } catch {
    // Then a reload begins anew.
  }
}

/** Stands in for the page when the panel is opened by its address: settings and visitor come from the hub directly. */
export class Standalone {
  private on: (message: FromPage) => void = () => undefined;

  constructor(
    private readonly baseUrl: string,
    private readonly websiteToken: string,
    private readonly refused: () => void,
  ) {}

  async listen(on: (message: FromPage) => void): Promise<void> {
    this.on = on;
    try {
      const config = await this.persist(() => fetchConfig(this.baseUrl, this.websiteToken));
      const session = await this.session();
      const page = { url: location.href };
      on({ type: 'init', config, session, look: {}, page, open: true, mobile: false, popup: true });
    } catch {
      this.refused();
    }
  }

  tell(message: FromPanel): void {
    if (message.type === 'session') {
      rememberToken(message.token);
    } else if (message.type === 'session-lost') {
      void this.session().then((session) => this.on({ type: 'session', session }));
    } else if (message.type === 'close') {
      window.close();
    }
  }

  private async session() {
    const token = sessionStorage.getItem(KEY);
    const session = await this.persist(() =>
      openSession(this.baseUrl, this.websiteToken, token, undefined, { url: location.href }),
    );
    rememberToken(session.token);
    return session;
  }

  private async persist<T>(what: () => Promise<T>): Promise<T> {
    const backoff = new Backoff();
    for (;;) {
      try {
        return await what();
      } catch (failure) {
        if (!(failure instanceof Refused) || !failure.passing) {
          throw failure;
        }
        await new Promise((resolve) => setTimeout(resolve, failure.retryAfter ?? backoff.next()));
      }
    }
  }
}
