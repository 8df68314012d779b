import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const source = (path: string) => fileURLToPath(new URL(`./src/${path}`, import.meta.url));

export default defineConfig({
  resolve: {
    alias: [
      { find: /^@redstart\/client$/, replacement: source('index.ts') },
      { find: /^@redstart\/client\/channels$/, replacement: source('channels/index.ts') },
      { find: /^@redstart\/client\/packets$/, replacement: source('packets/index.ts') },
      { find: /^@redstart\/client\/redux$/, replacement: source('redux/index.ts') },
      { find: /^@redstart\/client\/testing$/, replacement: source('testing/index.ts') },
    ],
  },
  test: {
    include: ['test/**/*.test.ts'],
    maxWorkers: 2,
    allowOnly: false,
    passWithNoTests: false,
  },
});
