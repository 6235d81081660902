import { Lexer, type Token, type Tokens } from 'marked';
import type { ComponentChildren, VNode } from 'preact';

import { pieces } from './links';

/** Only what cannot run: everything else is shown as the text it is. */
function safeHref(href: string): string | null {
  return /^(https?:\/\/|mailto:|tel:)/i.test(href) ? href : null;
}

export function Link({ href, children }: { href: string; children: ComponentChildren }) {
  const target = safeHref(href);
  return target ? (
    <a href={target} target="_blank" rel="noopener noreferrer nofollow">
      {children}
    </a>
  ) : (
    <>{children}</>
  );
}

/** Text as it was typed, with its addresses as links. */
export function Plain({ text }: { text: string }) {
  return (
    <>
      {pieces(text).map((piece, index) =>
        piece.href ? (
          <Link key={index} href={piece.href}>
            {piece.text}
          </Link>
        ) : (
          piece.text
        ),
      )}
    </>
  );
}

/** Agents' Markdown. Its tokens become elements one by one, so HTML in it stays text and nothing else can come in. */
export function Markdown({ text }: { text: string }) {
  return <div class="markdown">{blocks(new Lexer({ gfm: true, breaks: true }).lex(text))}</div>;
}

function blocks(tokens: Token[]): ComponentChildren {
  return tokens.map((token, index) => block(token, index));
}

function block(token: Token, key: number): VNode | null {
  switch (token.type) {
    case 'space':
    case 'def':
      return null;
    case 'hr':
      return <hr key={key} />;
    case 'heading':
      return (
        <p key={key}>
          <strong>{inline((token as Tokens.Heading).tokens)}</strong>
        </p>
      );
    case 'code':
      return (
        <pre key={key}>
          <code>{(token as Tokens.Code).text}</code>
        </pre>
      );
    case 'blockquote':
      return <blockquote key={key}>{blocks((token as Tokens.Blockquote).tokens)}</blockquote>;
    case 'list': {
      const { ordered, start, items } = token as Tokens.List;
      const rows = items.map((item, index) => <li key={index}>{blocks(item.tokens)}</li>);
      return ordered ? (
        <ol key={key} start={start === '' ? 1 : start}>
          {rows}
        </ol>
      ) : (
        <ul key={key}>{rows}</ul>
      );
    }
    case 'text':
    case 'paragraph': {
      const { tokens, text } = token as Tokens.Text;
      return tokens ? <p key={key}>{inline(tokens)}</p> : <p key={key}>{text}</p>;
    }
    default:
      // HTML, tables and what is still to be invented: the text itself.
      return <p key={key}>{token.raw}</p>;
  }
}

function inline(tokens: Token[] | undefined): ComponentChildren {
  return tokens?.map((token, index) => word(token, index));
}

function word(token: Token, key: number): ComponentChildren {
  switch (token.type) {
    case 'strong':
      return <strong key={key}>{inline((token as Tokens.Strong).tokens)}</strong>;
    case 'em':
      return <em key={key}>{inline((token as Tokens.Em).tokens)}</em>;
    case 'del':
      return <del key={key}>{inline((token as Tokens.Del).tokens)}</del>;
    case 'codespan':
      return <code key={key}>{(token as Tokens.Codespan).text}</code>;
    case 'br':
      return <br key={key} />;
    case 'link': {
      const { href, tokens } = token as Tokens.Link;
      return (
        <Link key={key} href={href}>
          {inline(tokens)}
        </Link>
      );
    }
    case 'image': {
      // Not fetched: a picture in a text could tell its server who reads it.
      const { href, text } = token as Tokens.Image;
      return (
        <Link key={key} href={href}>
          {text === '' ? href : text}
        </Link>
      );
    }
    case 'escape':
      return (token as Tokens.Escape).text;
    case 'text': {
      const { tokens, text } = token as Tokens.Text;
      return tokens ? inline(tokens) : text;
    }
    default:
      return token.raw;
  }
}
