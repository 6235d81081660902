import { render } from 'preact';

import { pieces } from './links';

const root = document.getElementById('app');
if (root) {
  render(
    <main>
      {pieces('Chat').map((piece) => (
        <span key={piece.text}>{piece.text}</span>
      ))}
    </main>,
    root,
  );
}
