import { defineConfig } from 'vitest/config';

export default defineConfig({
  // the same files are served at / and at /rooms/
  base: './',
  build: {
    target: 'es2022',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
  },
  server: {
    // `npx vite` beside a running server: the page is reloaded while it is written
    proxy: { '/ws': { target: 'ws://localhost:8080', ws: true } },
  },
  test: {
    include: ['test/**/*.test.ts'],
    allowOnly: false,
    passWithNoTests: false,
  },
});
