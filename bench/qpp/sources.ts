import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Twenty series, as a Prometheus tells them. */
const VECTOR = JSON.stringify({
  status: 'success',
  data: {
    resultType: 'vector',
    result: Array.from({ length: 20 }, (_, index) => ({
      metric: { name: `service-${String(index)}`, namespace: 'shop', status_code: '500' },
      value: [1_767_265_200, String(index / 7)],
    })),
  },
});

/** A hundred lines, as a Loki tells them. */
const STREAMS = JSON.stringify({
  status: 'success',
  data: {
    resultType: 'streams',
    result: [
      {
        stream: { app: 'shop' },
        values: Array.from({ length: 100 }, (_, index) => [
          String(1_767_265_200_000_000_000n + BigInt(index)),
          `line ${String(index)} of a log`,
        ]),
      },
    ],
  },
});

const TYPES = JSON.stringify({
  kind: 'APIResourceList',
  resources: [{ name: 'pods', namespaced: true, kind: 'Pod', shortNames: ['po'], verbs: ['get', 'list'] }],
});

/** Fifty pods, as an API server prints them. */
const PODS = JSON.stringify({
  kind: 'Table',
  columnDefinitions: ['Name', 'Ready', 'Status', 'Restarts', 'Age'].map((name) => ({ name, type: 'string', priority: 0 })),
  rows: Array.from({ length: 50 }, (_, index) => ({
    cells: [`pod-${String(index)}`, '1/1', 'Running', index % 3, '2d'],
    object: { metadata: { name: `pod-${String(index)}`, namespace: 'shop' } },
  })),
});

/** One server that answers as each source does, at once. */
export async function startSources(): Promise<{ readonly url: string; close(): void }> {
  const server = createServer((request, response) => {
    request.resume().on('end', () => response.writeHead(200, { 'content-type': 'application/json' }).end(answerTo(request.url ?? '')));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

function answerTo(path: string): string {
  if (path.startsWith('/loki/')) return STREAMS;
  if (path.startsWith('/api/v1/query')) return VECTOR;
  if (path.includes('/pods')) return PODS;
  if (path === '/api') return '{"kind":"APIVersions","versions":["v1"]}';
  if (path === '/apis') return '{"kind":"APIGroupList","groups":[]}';
  return path === '/api/v1' ? TYPES : '{"status":"ok"}';
}
