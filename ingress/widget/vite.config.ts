import { defineConfig } from 'vitest/config';

import { mock } from './dev/mock';

// Two builds into one folder: the app of the panel, a page of its own, and sdk.js, one plain script without a framework.
export default defineConfig(({ mode }) => ({
  base: '/widget/',
  plugins: [mock()],
  optimizeDeps: { include: ['preact', 'preact/hooks', 'preact/jsx-dev-runtime', '@preact/signals', 'marked'] },
  esbuild: { jsx: 'automatic', jsxImportSource: 'preact', legalComments: 'none' },
  build:
    mode === 'sdk'
      ? {
          target: 'es2020',
          emptyOutDir: false,
          lib: { entry: 'src/sdk/main.ts', formats: ['iife'], name: 'parley', fileName: () => 'sdk.js' },
        }
      : { target: 'es2020', emptyOutDir: true, modulePreload: { polyfill: false } },
  test: { environment: 'jsdom', include: ['test/**/*.test.{ts,tsx}'], testTimeout: 60_000 },
}));
