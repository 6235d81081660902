import { PageApi } from './page-api';
import type { Options, Settings } from './settings';
import { Widget } from './widget';

declare global {
  interface Window {
    parleySettings?: Settings;
    chatwootSettings?: Settings;
    parleySDK?: { run(options: Partial<Options>): void };
    chatwootSDK?: { run(options: Partial<Options>): void };
    $parley?: PageApi;
    $chatwoot?: PageApi;
  }
}

const script = document.currentScript as HTMLScriptElement | null;
/** The hub that this script came from. */
const home = script?.src.replace(/\/(widget|packs\/js)\/sdk\.js.*$/, '') ?? '';

function run(options: Partial<Options>): void {
  if (window.$parley) {
    return;
  }
  const websiteToken = options.websiteToken ?? script?.dataset['websiteToken'];
  const baseUrl = (options.baseUrl ?? home).replace(/\/+$/, '');
  if (!websiteToken) {
    console.error('Parley: a websiteToken is needed.');
    return;
  }
  const settings = { ...window.chatwootSettings, ...window.parleySettings };
  const widget = new Widget({ websiteToken, baseUrl }, settings);
  window.$parley = window.$chatwoot = new PageApi(widget, { websiteToken, baseUrl }, settings);
  const start = () => void widget.start();
  // A script in the head runs before there is a body to put anything into.
  if (document.readyState === 'loading') {
    document.addEventListener('DOMContentLoaded', start);
  } else {
    start();
  }
}

window.parleySDK = window.chatwootSDK = { run };
window.dispatchEvent(new Event('parley:loaded'));
if (script?.dataset['websiteToken']) {
  run({});
}
