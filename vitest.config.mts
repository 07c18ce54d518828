import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Far above what any test takes: real processes on a machine that does something else are slow, not wrong.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // In CI a test that fails is run again, and says so: a busy machine must not hide what is right.
    retry: process.env['CI'] === 'true' ? 2 : 0,
    // Two cores: more workers only make the real processes of the end-to-end tests wait for each other.
    maxWorkers: 2,
  },
});
