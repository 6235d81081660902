import type { Pending } from '../app/outbox-store';

const COOKIE = 'parley_conversation';
const DAYS = 180;

/**
 * What the page keeps of its visitor: the token, and what was last said about who they are. It lies in the page's own
 * storage because a browser gives a frame of another site none that lasts.
 */
export class Visitor {
  private readonly key: string;
  private readonly memory = new Map<string, string>();

  constructor(
    websiteToken: string,
    private readonly baseDomain: string | undefined,
  ) {
    this.key = `parley.${websiteToken}`;
  }

  get token(): string | null {
    return this.cookie() ?? this.read('token');
  }

  set token(token: string | null) {
    this.write('token', token);
    if (this.baseDomain) {
      const age = token === null ? 0 : DAYS * 86_400;
      const secure = location.protocol === 'https:' ? '; Secure' : '';
      document.cookie = `${COOKIE}=${token ?? ''}; Path=/; Domain=${this.baseDomain}; Max-Age=${age}; SameSite=Lax${secure}`;
    }
  }

  /** What setUser last told the hub, so that each page of a site does not tell it again. */
  get told(): string | null {
    return this.read('user');
  }

  set told(user: string | null) {
    this.write('user', user);
  }

  /** What the panel had not sent and could not keep itself. */
  get unsent(): Pending[] {
    try {
      return JSON.parse(this.read('unsent') ?? '[]') as Pending[];
    } catch {
      return [];
    }
  }

  set unsent(words: Pending[]) {
    this.write('unsent', words.length === 0 ? null : JSON.stringify(words));
  }

  private cookie(): string | null {
    if (!this.baseDomain) {
      return null;
    }
    const found = document.cookie.split('; ').find((cookie) => cookie.startsWith(`${COOKIE}=`));
    return found ? found.slice(COOKIE.length + 1) || null : null;
  }

  private read(name: string): string | null {
    try {
      return localStorage.getItem(`${this.key}.${name}`);
    } catch {
      return this.memory.get(name) ?? null;
    }
  }

  private write(name: string, value: string | null): void {
    try {
      if (value === null) {
        localStorage.removeItem(`${this.key}.${name}`);
      } else {
        localStorage.setItem(`${this.key}.${name}`, value);
      }
    } catch {
      if (value === null) {
        this.memory.delete(name);
      } else {
        this.memory.set(name, value);
      }
    }
  }
}
