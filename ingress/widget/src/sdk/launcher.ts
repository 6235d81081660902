import { colourOf, inkOn, shade } from '../shared/colour';
import styles from './launcher.css?inline';

const SVG = 'http://www.w3.org/2000/svg';
const CHAT = 'M12 3C6.5 3 2.5 6.6 2.5 11c0 2.3 1.1 4.3 2.8 5.8L4.6 21l4.3-2.3c1 .2 2 .3 3.1.3 5.5 0 9.5-3.6 9.5-8S17.5 3 12 3Z';
const DOWN = 'M5 9l7 7 7-7';
export const PHONE = '(max-width: 640px), (max-height: 460px)';

export interface Preview {
  name: string;
  text: string;
  avatar: string | null;
}

function element<K extends keyof HTMLElementTagNameMap>(tag: K, className: string): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  made.className = className;
  return made;
}

function icon(path: string, className: string, filled: boolean): SVGSVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('class', className);
  svg.setAttribute('aria-hidden', 'true');
  const line = document.createElementNS(SVG, 'path');
  line.setAttribute('d', path);
  line.setAttribute('fill', filled ? 'currentColor' : 'none');
  if (!filled) {
    line.setAttribute('stroke', 'currentColor');
    line.setAttribute('stroke-width', '2.4');
    line.setAttribute('stroke-linecap', 'round');
    line.setAttribute('stroke-linejoin', 'round');
  }
  svg.append(line);
  return svg;
}

/** Bubble, teaser and the panel's frame, in a shadow root that the page's styles do not reach. */
export class Launcher {
  readonly frame = element('iframe', '');
  private readonly host = document.createElement('div');
  private readonly root = element('div', 'root');
  private readonly bubble = element('button', 'bubble');
  private readonly title = element('span', 'title');
  private readonly badge = element('span', 'badge');
  private readonly teaser = element('button', 'teaser');
  private readonly dark = matchMedia('(prefers-color-scheme: dark)');
  private scheme: 'light' | 'dark' | 'auto' = 'light';
  private labels = { open: 'Open the chat', close: 'Close the chat' };
  private unreadLabel = '';
  private isOpen = false;
  private scroll: string | null = null;

  constructor(private readonly on: { toggle(): void; phone(phone: boolean): void }) {
    this.host.id = 'parley-widget';
    const shadow = this.host.attachShadow({ mode: 'open' });
    this.style(shadow);
    this.bubble.type = this.teaser.type = 'button';
    this.bubble.append(icon(CHAT, 'chat', true), icon(DOWN, 'down', false), this.title, this.badge);
    this.bubble.setAttribute('aria-expanded', 'false');
    this.badge.hidden = this.teaser.hidden = true;
    this.badge.setAttribute('aria-hidden', 'true');
    this.frame.allow = 'autoplay; clipboard-write';
    const panel = element('div', 'panel');
    panel.append(this.frame);
    this.root.append(panel, this.teaser, this.bubble);
    shadow.append(this.root);
    this.bubble.addEventListener('click', () => this.on.toggle());
    this.teaser.addEventListener('click', () => this.on.toggle());
    this.root.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && this.isOpen) {
        this.on.toggle();
      }
    });
    this.dark.addEventListener('change', () => this.colour(this.scheme));
    matchMedia(PHONE).addEventListener('change', (event) => {
      this.lockScroll(this.isOpen && event.matches);
      this.on.phone(event.matches);
    });
  }

  get phone(): boolean {
    return matchMedia(PHONE).matches;
  }

  mount(look: { colour: string; position: 'left' | 'right'; expanded: boolean; title: string; hidden: boolean }): void {
    const accent = colourOf(look.colour);
    this.root.style.setProperty('--accent', accent);
    this.root.style.setProperty('--accent-light', shade(accent, 0.14));
    this.root.style.setProperty('--ink', inkOn(accent));
    this.root.classList.toggle('left', look.position === 'left');
    this.root.classList.toggle('expanded', look.expanded);
    this.title.textContent = look.title;
    this.showBubble(!look.hidden);
    this.label();
    document.body.append(this.host);
  }

  remove(): void {
    this.lockScroll(false);
    this.host.remove();
  }

  name(labels: { open: string; close: string; title: string }): void {
    this.labels = labels;
    this.frame.title = labels.title;
    this.label();
  }

  colour(scheme: 'light' | 'dark' | 'auto'): void {
    this.scheme = scheme;
    this.root.classList.toggle('dark', scheme === 'dark' || (scheme === 'auto' && this.dark.matches));
  }

  showBubble(shown: boolean): void {
    this.bubble.hidden = !shown;
    this.root.classList.toggle('no-bubble', !shown);
  }

  show(open: boolean): void {
    const focused = this.host.shadowRoot?.activeElement === this.frame;
    this.isOpen = open;
    this.root.classList.toggle('open', open);
    this.bubble.setAttribute('aria-expanded', String(open));
    this.teaser.hidden = true;
    this.label();
    this.lockScroll(open && this.phone);
    if (open) {
      this.frame.focus();
    } else if (focused) {
      this.bubble.focus();
    }
  }

  unread(count: number, label: string, preview: Preview | null): void {
    this.badge.hidden = count === 0 || this.isOpen;
    this.badge.textContent = count > 99 ? '99+' : String(count);
    this.unreadLabel = count === 0 ? '' : `, ${label}`;
    this.label();
    this.teaser.hidden = this.isOpen || !preview || this.bubble.hidden;
    if (preview) {
      this.tease(preview);
    }
  }

  private tease(preview: Preview): void {
    const face = element('span', 'face');
    if (preview.avatar && /^https?:\/\//.test(preview.avatar)) {
      face.style.backgroundImage = `url("${encodeURI(preview.avatar)}")`;
    } else {
      face.textContent = preview.name.charAt(0).toUpperCase();
    }
    const who = element('span', 'who');
    who.textContent = preview.name;
    const said = element('span', 'said');
    said.textContent = preview.text;
    const words = element('span', '');
    words.append(who, said);
    this.teaser.replaceChildren(face, words);
  }

  private label(): void {
    this.bubble.setAttribute('aria-label', this.isOpen ? this.labels.close : this.labels.open + this.unreadLabel);
  }

  /** On a phone the panel covers the page, which must not scroll below it. */
  private lockScroll(locked: boolean): void {
    const page = document.documentElement.style;
    if (locked && this.scroll === null) {
      this.scroll = page.overflow;
      page.overflow = 'hidden';
    } else if (!locked && this.scroll !== null) {
      page.overflow = this.scroll;
      this.scroll = null;
    }
  }

  /** A constructed sheet is not inline, so a page's content security policy lets it through. */
  private style(shadow: ShadowRoot): void {
    try {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(styles);
      shadow.adoptedStyleSheets = [sheet];
    } catch {
      const style = document.createElement('style');
      style.textContent = styles;
      shadow.append(style);
    }
  }
}
