import { afterAll, beforeAll, expect, test } from 'vitest';
import { ControlProblem, type ControlRoute } from '../world.js';
import { ControlServer } from './control-server.js';

const ROUTES: readonly ControlRoute[] = [
  { method: 'GET', path: '/status', answer: () => ({ fine: true }) },
  { method: 'POST', path: '/echo', answer: ({ body }) => body },
  {
    method: 'POST',
    path: '/refuse',
    answer: () => {
      throw new ControlProblem(409, 'Not now: something else is broken.');
    },
  },
  { method: 'GET', path: '/things/*', answer: ({ path, query }) => ({ path, colour: query.get('colour') }) },
];
let server: ControlServer;

beforeAll(async () => {
  server = await ControlServer.open(ROUTES);
});

afterAll(() => server.stop());

async function ask(method: string, path: string, body?: string): Promise<{ status: number; answer: unknown }> {
  const response = await fetch(`${server.url}${path}`, { method, ...(body === undefined ? {} : { body }) });
  return { status: response.status, answer: await response.json() };
}

test.each([
  ['GET', '/status', undefined, 200, { fine: true }],
  ['POST', '/echo', '{"a":1}', 200, { a: 1 }],
  ['POST', '/echo', undefined, 200, {}],
  ['GET', '/things/socks?colour=red', undefined, 200, { path: '/things/socks', colour: 'red' }],
  ['POST', '/refuse', undefined, 409, { error: 'Not now: something else is broken.' }],
  ['POST', '/echo', '{', 400, { error: 'The body is no JSON. Send an object, for example {"level":"light"}.' }],
  [
    'GET',
    '/nowhere',
    undefined,
    404,
    { error: 'There is no GET /nowhere. There are: GET /status, POST /echo, POST /refuse, GET /things/*.' },
  ],
])('%s %s %j is answered %i', async (method, path, body, status, answer) => {
  expect(await ask(method, path, body)).toEqual({ status, answer });
});
