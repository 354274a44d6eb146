import { once } from 'node:events';
import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { configSchema } from '../platform/config.js';
import { preparedOf, templateOf } from './__fixtures__/template.js';
import { httpPlugin } from './http/http.plugin.js';
import { lokiPlugin } from './loki/loki.plugin.js';
import { prometheusPlugin } from './prometheus/prometheus.plugin.js';
import type { QueryPlugin, QueryResult } from './query-plugin.js';
import { Sources } from './sources.js';

const MEGABYTE = 1024 * 1024;

interface Kind {
  readonly plugin: (sources: Sources) => QueryPlugin;
  readonly text: (url: string) => Parameters<typeof templateOf>;
  /** The most of an answer that is read, with what fits into the sockets between. */
  readonly mostBytes: number;
}

const KINDS: Readonly<Record<string, Kind>> = {
  prometheus: { plugin: prometheusPlugin, text: () => ['promql', 'up'], mostBytes: 40 * MEGABYTE },
  loki: { plugin: lokiPlugin, text: () => ['logql', '{app="a"}'], mostBytes: 24 * MEGABYTE },
  http: { plugin: httpPlugin, text: (url) => ['http', `GET ${url}/x`], mostBytes: 8 * MEGABYTE },
};

/** Asks a server that answers as `answer` says. */
async function ask(kind: string, answer: (response: ServerResponse) => void, signal = new AbortController().signal): Promise<QueryResult> {
  const { plugin, text } = KINDS[kind] as Kind;
  const server = createServer((_request, response) => {
    answer(response.on('error', () => undefined));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  const source = { kind, timeoutMs: 400, ...(kind === 'http' ? { hosts: [url.slice('http://'.length)] } : { url }) };
  const asked = plugin(new Sources(configSchema.parse({ sources: { it: source } })));
  try {
    return await asked.run(preparedOf(asked.prepare(templateOf(...text(url)), { values: {}, at: new Date(), cluster: 'demo' })), signal);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

/** Writes as fast as it is taken, until the other side hangs up. @returns how many bytes were written */
async function streamed(response: ServerResponse, head: string, chunk: string): Promise<number> {
  response.writeHead(200, { 'content-type': 'application/json' }).write(head);
  let bytes = 0;
  while (!response.destroyed && bytes < 400 * MEGABYTE) {
    bytes += chunk.length;
    if (!response.write(chunk)) await Promise.race([once(response, 'drain'), once(response, 'close')]);
  }
  return bytes;
}

describe.each(Object.keys(KINDS))('%s', (kind) => {
  test('one that hangs before or within its answer is given up in time', async () => {
    await expect(ask(kind, () => undefined)).rejects.toMatchObject({
      code: 'source-timeout',
      message: expect.stringMatching(/did not answer within 0.4 s/) as string,
    });
    const halfway = ask(kind, (response) => response.writeHead(200, { 'content-type': 'application/json' }).write('{"data":'));
    await expect(halfway).rejects.toMatchObject({ code: 'source-timeout' });
  });

  test('one that streams without end is read up to the cap', async () => {
    let written: Promise<number> = Promise.resolve(0);
    const asked = ask(kind, (response) => {
      written = streamed(response, '{"data":"', 'x'.repeat(256 * 1024));
    });
    if (kind === 'http') expect(await asked).toMatchObject({ truncated: true });
    else await expect(asked).rejects.toMatchObject({ code: expect.stringMatching(/answer-too-large|source-timeout/) as string });
    expect(await written).toBeLessThan((KINDS[kind] as Kind).mostBytes);
  });

  test('one that packs 100 MB into 100 kB is read up to the cap', async () => {
    const packed = gzipSync(Buffer.alloc(100 * MEGABYTE, 'x'));
    const asked = ask(kind, (response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(packed));
    if (kind === 'http') expect((await asked).text?.length).toBe(64 * 1024);
    else await expect(asked).rejects.toMatchObject({ code: expect.stringMatching(/answer-too-large|source-timeout/) as string });
  });

  test('one that closes midway may answer next time', async () => {
    const asked = ask(kind, (response) => {
      response.writeHead(200, { 'content-length': '1000' }).write('{"da');
      setTimeout(() => response.destroy(), 20);
    });
    await expect(asked).rejects.toMatchObject({ name: 'TransientError', code: 'unreachable' });
  });

  test('what is cut short ends at once, with the reason it was cut for', async () => {
    const abort = new AbortController();
    const asked = ask(kind, () => undefined, abort.signal);
    const begun = performance.now();
    await sleep(50);
    abort.abort(new Error('the run was cancelled'));
    await expect(asked).rejects.toThrow('the run was cancelled');
    expect(performance.now() - begun).toBeLessThan(350);
  });
});

describe.each(['prometheus', 'loki'])('%s', (kind) => {
  test.each([
    ['HTML', '<html>Please log in</html>'],
    ['JSON of another kind', '{"hello":[1,2]}'],
    ['a number where text belongs', '{"status":"success","data":{"resultType":"vector","result":[{"metric":{"a":1},"value":[1,"1"]}]}}'],
    ['a list where a table belongs', '{"status":"success","data":{"resultType":"streams","result":{"a":1}}}'],
    ['a time that is none', '{"data":{"resultType":"streams","result":[{"stream":{},"values":[["yesterday","x"]]}]}}'],
    ['nothing', ''],
  ])('%s is no answer', async (_name, body) => {
    const asked = ask(kind, (response) => response.writeHead(200, { 'content-type': 'text/html' }).end(body));
    await expect(asked).rejects.toMatchObject({
      name: 'TerminalError',
      code: 'unexpected-answer',
      message: expect.stringMatching(/did not answer as|is not JSON/) as string,
    });
  });
});
