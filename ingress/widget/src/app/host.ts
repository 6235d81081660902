import { type FromPage, type FromPanel, post, unpack } from '../shared/bridge';

/**
 * The page around the panel, or the one that opened it as a window. The hub lets only allowed pages frame it; here only that
 * one window is listened to, and only from the origin that spoke first.
 */
export class Host {
  private origin: string | null = null;

  private constructor(private readonly window: Window) {}

  static find(): Host | null {
    if (window.parent !== window) {
      return new Host(window.parent);
    }
    return window.opener ? new Host(window.opener as Window) : null;
  }

  listen(on: (message: FromPage) => void): void {
    window.addEventListener('message', (event) => {
      if (event.source !== this.window || (this.origin !== null && event.origin !== this.origin)) {
        return;
      }
      const message = unpack(event.data) as FromPage | null;
      if (message && (this.origin !== null || message.type === 'init')) {
        this.origin = event.origin;
        on(message);
      }
    });
    // The first word holds no secret, so it may go to whoever is there.
    post(this.window, '*', { type: 'loaded' });
  }

  tell(message: FromPanel): void {
    if (this.origin !== null) {
      post(this.window, this.origin, message);
    }
  }
}
