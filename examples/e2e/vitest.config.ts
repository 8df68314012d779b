import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // one server and one browser at a time: what is waited for shall not depend on how many cores there are
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    allowOnly: false,
    passWithNoTests: false,
    expect: { poll: { timeout: 30_000, interval: 50 } },
  },
});
