import { defineConfig } from 'vitest/config';

export default defineConfig({
  oxc: { decorator: { legacy: true, emitDecoratorMetadata: true } },
  test: {
    include: ['src/**/*.spec.ts', 'test/**/*.spec.ts', 'web/**/*.spec.ts'],
    exclude: ['test/long/**', 'test/browser/**', '**/node_modules/**', '.build/**', 'dist/**'],
    globalSetup: ['test/support/start-database.ts'],
    reporters: ['default', ['json', { outputFile: '.build/test-results.json' }]],
    env: { PERIPLUS_LOG_LEVEL: 'silent' },
    testTimeout: 30_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
});
