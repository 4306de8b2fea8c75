import { fileURLToPath } from 'node:url';

import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [svelte()],
  // The window loads its files from the binary: relative addresses work from every protocol.
  base: './',
  clearScreen: false,
  server: { port: 1420, strictPort: true },
  // The oldest web views that Tauri 2 runs in here: WebKitGTK 2.40, Safari 16.4, Edge 110.
  build: { target: ['safari16.4', 'chrome110'], assetsInlineLimit: 0, chunkSizeWarningLimit: 900 },
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.ts'],
    // A machine that builds other things beside may be slow.
    testTimeout: 30_000,
    setupFiles: ['src/shared/test-setup.ts'],
  },
  resolve: {
    alias: { '@codemirror/lang-html': fileURLToPath(new URL('src/editor/html-tags.ts', import.meta.url)) },
    ...(process.env['VITEST'] ? { conditions: ['browser'] } : {}),
  },
});
