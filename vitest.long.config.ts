import { defineConfig } from 'vitest/config';

/** The long forms of the promises: `npm run test:chaos`. */
export default defineConfig({
  oxc: { decorator: { legacy: true, emitDecoratorMetadata: true } },
  test: { include: ['test/long/**/*.spec.ts'], globalSetup: ['test/support/start-database.ts'], testTimeout: 600_000, hookTimeout: 60_000 },
});
