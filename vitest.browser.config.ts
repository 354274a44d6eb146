import { defineConfig } from 'vitest/config';

/** The dashboard in a real Chromium. */
export default defineConfig({ test: { include: ['test/browser/**/*.spec.ts'], testTimeout: 60_000, hookTimeout: 60_000, maxWorkers: 1 } });
