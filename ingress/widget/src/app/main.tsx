import { render } from 'preact';

import type { FromPage } from '../shared/bridge';
import { choose } from '../shared/locale';
import { Chat } from './chat';
import { Host } from './host';
import { translator } from './i18n';
import { openStore, type Pending, takeBack } from './outbox-store';
import { rememberToken, Standalone } from './standalone';
import { eventStream, webSocket } from './transport';
import './view/app.css';
import { App } from './view/app';

/** Where the hub is: this page is {@code <hub>/widget}. */
const baseUrl = (location.origin + location.pathname).replace(/\/widget\/?(index\.html)?$/, '');
const websiteToken = new URLSearchParams(location.search).get('website_token') ?? '';

async function start(root: HTMLElement): Promise<void> {
  const host = Host.find() ?? new Standalone(baseUrl, websiteToken, () => unavailable(root));
  const keep = (words: Pending[]) => host.tell({ type: 'unsent', words });
  const store = await openStore(keep);
  let heard = Promise.resolve();
  const chat = new Chat({
    baseUrl,
    store,
    ways: [webSocket(baseUrl), eventStream(baseUrl)],
    tell: (message) => host.tell(message),
  });
  chat.watch();
  render(<App chat={chat} />, root);
  void host.listen((message: FromPage) => {
    if (message.type === 'init' && message.popup) {
      rememberToken(message.session.token);
    }
    heard = heard.then(async () => {
      if (message.type === 'init' && message.unsent) {
        await takeBack(message.unsent, store, keep);
      }
      void chat.heard(message);
    });
  });
}

function unavailable(root: HTMLElement): void {
  const words = translator(choose(undefined, navigator.languages, 'en'));
  render(<p class="unavailable">{words('unavailable')}</p>, root);
}

const root = document.getElementById('app');
if (root) {
  void start(root);
}
