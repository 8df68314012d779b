import { defineConfig } from 'vitest/config';

/** Measurements: run by name, and never with the tests. */
export default defineConfig({
  test: { include: ['measure/**/*.test.ts'], testTimeout: 900_000, disableConsoleIntercept: true },
});
