import type { NestExpressApplication } from '@nestjs/platform-express';
import { TerminusModule } from '@nestjs/terminus';
import { Test } from '@nestjs/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DatabaseHealth } from '../../platform/database/database-health.js';
import { HealthController } from './health.controller.js';

let app: NestExpressApplication;
let url: string;

beforeAll(async () => {
  const check = (): Promise<void> => Promise.reject(new Error('password authentication failed for user "shop" at db.internal'));
  const room = await Test.createTestingModule({
    imports: [TerminusModule.forRoot({ logger: false })],
    controllers: [HealthController],
    providers: [{ provide: DatabaseHealth, useValue: { check } }],
  }).compile();
  app = room.createNestApplication<NestExpressApplication>();
  app.useLogger(false);
  await app.listen(0, '127.0.0.1');
  url = await app.getUrl();
});
afterAll(() => app.close());

test('a database that is away makes the service unready, and a stranger learns no more than that', async () => {
  const response = await fetch(`${url}/health/ready`);
  expect(response.status).toBe(503);
  const answer = await response.text();
  expect(answer).toContain('does not answer');
  expect(answer).not.toMatch(/shop|db\.internal|password/u);
});

test('the process is alive all the same', async () => {
  expect((await fetch(`${url}/health/live`)).status).toBe(200);
});
