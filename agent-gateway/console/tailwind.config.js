const colour = (name) => `rgb(var(--${name}) / <alpha-value>)`;

/** @type {import('tailwindcss').Config} */
export default {
  content: ['./index.html', './src/**/*.{vue,ts}'],
  darkMode: ['selector', '[data-theme="dark"]'],
  theme: {
    extend: {
      colors: {
        canvas: colour('canvas'),
        panel: colour('panel'),
        raised: colour('raised'),
        hover: colour('hover'),
        selected: colour('selected'),
        line: colour('line'),
        strong: colour('strong'),
        text: colour('text'),
        soft: colour('soft'),
        faint: colour('faint'),
        accent: colour('accent'),
        'accent-soft': colour('accent-soft'),
        'on-accent': colour('on-accent'),
        note: colour('note'),
        'note-line': colour('note-line'),
        'note-text': colour('note-text'),
        mine: colour('mine'),
        'mine-text': colour('mine-text'),
        theirs: colour('theirs'),
        good: colour('good'),
        warn: colour('warn'),
        bad: colour('bad'),
      },
      fontFamily: {
        sans: ['Inter', 'ui-sans-serif', 'system-ui', '-apple-system', 'Segoe UI', 'Roboto', 'Helvetica Neue', 'Arial', 'Noto Sans', 'sans-serif', 'Apple Color Emoji', 'Segoe UI Emoji', 'Noto Color Emoji'],
      },
      fontSize: {
        '2xs': ['0.6875rem', '1rem'],
        xs: ['0.75rem', '1.0625rem'],
        sm: ['0.8125rem', '1.1875rem'],
        base: ['0.875rem', '1.3125rem'],
        lg: ['1rem', '1.5rem'],
        xl: ['1.25rem', '1.75rem'],
      },
      boxShadow: {
        pop: '0 0 0 1px rgb(var(--line) / 0.7), 0 8px 24px -6px rgb(0 0 0 / 0.22), 0 2px 6px -2px rgb(0 0 0 / 0.12)',
      },
      keyframes: {
        appear: { from: { opacity: '0', transform: 'translateY(4px) scale(.985)' }, to: { opacity: '1', transform: 'none' } },
      },
      animation: { appear: 'appear 110ms ease-out' },
    },
  },
  plugins: [],
};
