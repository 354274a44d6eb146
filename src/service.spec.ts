import { createConnection } from 'node:net';
import type { Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase } from '../test/support/database.js';
import type { TestDatabase } from '../test/support/database.js';
import type { Config } from './platform/config.js';
import { parseConfig } from './platform/load-config.js';
import { startService } from './service.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

function configOn(port: number): Config {
  return parseConfig({ database: { url: database.url }, http: { port } }, 'a test');
}

/** A client that begins a request and never ends it, as a dashboard that follows a run never hangs up. */
function stalledClient(url: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = createConnection(Number(port), hostname, () => {
      socket.write(
        'POST /webhooks/pagerduty HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 99\r\n\r\n{',
        () => {
          resolve(socket);
        },
      );
    });
    socket.on('error', () => undefined);
  });
}

test('a client that never hangs up does not keep the service from ending', async () => {
  const service = await startService(configOn(0));
  const client = await stalledClient(service.url);
  expect((await fetch(`${service.url}/health/ready`)).status).toBe(200);
  await service.stop();
  client.destroy();
});

test('a port that is taken is named, with the variable that sets another', async () => {
  const service = await startService(configOn(0));
  try {
    const { port } = new URL(service.url);
    await expect(startService(configOn(Number(port)))).rejects.toMatchObject({
      message: expect.stringContaining(`Port ${port}`) as string,
      hint: expect.stringContaining('PERIPLUS_PORT') as string,
    });
  } finally {
    await service.stop();
  }
});

test('a body that is too large is refused in a sentence, and the service goes on', async () => {
  const service = await startService(configOn(0));
  try {
    const body = JSON.stringify({ title: 'x'.repeat(1_100_000) });
    const response = await fetch(`${service.url}/api/v1/incidents`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    expect([response.status, await response.json()]).toMatchObject([413, { error: { code: 'body-too-large' } }]);
  } finally {
    await service.stop();
  }
});
