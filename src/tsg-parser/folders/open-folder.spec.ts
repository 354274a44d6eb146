import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { openFolder } from './open-folder.js';

test('a token goes to no server that is asked in clear text', async () => {
  const seen: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    seen.push(request.headers.authorization);
    response.writeHead(401, { 'www-authenticate': 'Basic realm="guides"' }).end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/guides.git`;
  try {
    await expect(openFolder(url, { token: 'a-secret' })).rejects.toMatchObject({
      code: 'repository-unreachable',
      hint: expect.stringContaining('https alone') as string,
    });
  } finally {
    server.close();
  }
  expect(seen).toEqual([undefined]);
});
