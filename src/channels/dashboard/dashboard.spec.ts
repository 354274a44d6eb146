import { Controller, Get } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DASHBOARD_DIRECTORY, DashboardModule } from './dashboard.module.js';

@Controller('api/v1/status')
class StatusController {
  @Get()
  status(): { readonly isHere: true } {
    return { isHere: true };
  }
}

let directory: string;
let app: NestExpressApplication;
let url: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'periplus-web-'));
  await mkdir(join(directory, 'assets'));
  await writeFile(join(directory, 'index.html'), '<title>Periplus</title>');
  await writeFile(join(directory, 'assets', 'index-0a1b.js'), 'export {};');
  const room = await Test.createTestingModule({ imports: [DashboardModule], controllers: [StatusController] })
    .overrideProvider(DASHBOARD_DIRECTORY)
    .useValue(directory)
    .compile();
  app = room.createNestApplication<NestExpressApplication>();
  app.useLogger(false);
  await app.listen(0, '127.0.0.1');
  url = await app.getUrl();
});

afterAll(async () => {
  await app.close();
  await rm(directory, { recursive: true, force: true });
});

const page = (path: string): Promise<Response> => fetch(`${url}${path}`, { headers: { accept: 'text/html,application/xhtml+xml' } });

test.each(['/', '/incidents/incident-1', '/guides/a%2Fb', '/outbox', '/incidents/1#report'])(
  '%s is the dashboard, never kept by the browser',
  async (path) => {
    const response = await page(path);
    expect([response.status, await response.text()]).toEqual([200, '<title>Periplus</title>']);
    expect(response.headers.get('cache-control')).toBe('no-cache');
  },
);

test('whoever takes any answer, a monitor or curl, gets the page too', async () => {
  expect((await fetch(`${url}/`, { method: 'HEAD' })).status).toBe(200);
  expect((await fetch(`${url}/`, { headers: { accept: 'application/json' } })).status).toBe(404);
});

test('a file whose name holds its hash is kept for ever', async () => {
  const response = await fetch(`${url}/assets/index-0a1b.js`);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toContain('javascript');
  expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
});

test('every answer, the API’s too, says that nothing from elsewhere may be loaded or frame it', async () => {
  for (const path of ['/', '/assets/index-0a1b.js', '/api/v1/status']) {
    const { headers } = await fetch(`${url}${path}`);
    expect(headers.get('content-security-policy')).toMatch(/default-src 'none';.*frame-ancestors 'none'/u);
    expect(headers.get('content-security-policy')).not.toMatch(/unsafe|https?:/u);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-powered-by')).toBeNull();
  }
});

test.each(['/api/v1/nothing', '/webhooks/nobody', '/metrics', '/health/live'])('%s is never answered with a page', async (path) => {
  expect((await page(path)).status).toBe(404);
});

test('the API behind it answers', async () => {
  expect(await (await page('/api/v1/status')).json()).toEqual({ isHere: true });
});

test.each(['/../package.json', '/%2e%2e/package.json', '/assets/..%2f..%2fpackage.json', '/.env'])(
  '%s leads nowhere outside',
  async (path) => {
    const response = await fetch(`${url}${path}`);
    expect(response.status).toBeGreaterThanOrEqual(400);
  },
);
