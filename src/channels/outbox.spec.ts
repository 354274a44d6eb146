import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { StandInRuns } from '../../test/support/stand-in-runs.js';
import { IncidentFile, IncidentStore, OutboxSendings } from '../incidents/index.js';
import type { Assessment, ClaimedEntry, Filing, IncidentRecord, Sending } from '../incidents/index.js';
import { TerminalError } from '../platform/errors.js';
import type { Channel } from './channel.js';
import { OutboxSender } from './outbox-sender.service.js';
import { teamsChannel } from './teams/teams.channel.js';

const record: IncidentRecord = {
  ...{
    id: 'i1',
    number: 1,
    title: 'carts is slow',
    service: 'carts',
    severity: 'critical',
    status: 'open',
    cluster: 'prod',
    alertName: 'HighLatency',
  },
  ...{
    labels: {},
    annotations: {},
    text: '',
    externalUrl: null,
    openedAt: '2026-11-21T10:00:00Z',
    resolvedAt: null,
    alerts: 1,
    matches: [],
    parameters: {},
    held: null,
  },
  ...{ demo: false, source: 'pagerduty', externalId: 'Q1', runbookUrl: null, startedAt: '2026-11-21T10:00:00Z' },
};

class OneIncident extends IncidentStore {
  file = (): Promise<Filing> => Promise.resolve({ kind: 'unknown', incidentId: null });
  learn = (): Promise<boolean> => Promise.resolve(false);
  assess = (_id: string, _assessment: Assessment): Promise<void> => Promise.resolve();
  find = (): Promise<IncidentRecord | null> => Promise.resolve(record);
  list = (): Promise<readonly IncidentRecord[]> => Promise.resolve([record]);
  close = (): Promise<boolean> => Promise.resolve(false);
  servicesOf = (): Promise<ReadonlyMap<string, string>> => Promise.resolve(new Map());
  alone = <T>(act: () => Promise<T>): Promise<T> => act();
}

/** One entry to be said; remembers how saying it ended. */
class OneEntry extends OutboxSendings {
  settled: Sending | null = null;
  private entry: ClaimedEntry | null;

  constructor(text: string, attempt = 1) {
    super();
    this.entry = {
      channel: 'teams',
      incidentId: 'i1',
      number: 1,
      at: '2026-11-21T10:00:00Z',
      attempt,
      saying: { kind: 'note', runId: null, text },
    };
  }

  claim(): Promise<ClaimedEntry | null> {
    const { entry } = this;
    this.entry = null;
    return Promise.resolve(entry);
  }

  settle(_entry: ClaimedEntry, sending: Sending): Promise<void> {
    this.settled = sending;
    return Promise.resolve();
  }

  list = (): Promise<readonly never[]> => Promise.resolve([]);
}

async function say(channel: Channel, text = 'the cause is found', attempt = 1): Promise<Sending | null> {
  const entries = new OneEntry(text, attempt);
  const runs = new StandInRuns();
  const sender = new OutboxSender(entries, new IncidentFile(new OneIncident(), runs), runs);
  expect(await sender.sendNext(channel, new AbortController().signal)).toBe(true);
  expect(await sender.sendNext(channel, new AbortController().signal)).toBe(false);
  return entries.settled;
}

let flow: Server;
let answer: (request: IncomingMessage, response: ServerResponse) => void;
let posted: string[];

beforeAll(async () => {
  flow = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      posted.push(`${request.url ?? ''} ${body}`);
      answer(request, response);
    });
  });
  await new Promise<void>((resolve) => flow.listen(0, '127.0.0.1', resolve));
});

beforeEach(() => {
  posted = [];
  answer = (_request, response) => response.writeHead(202).end();
  process.env['TEAMS_URL_OF_TEST'] = `http://127.0.0.1:${(flow.address() as AddressInfo).port}/workflows/1?sig=a%2Fb%3D`;
});

afterAll(() => {
  flow.closeAllConnections();
  flow.close();
});

const http = { host: '127.0.0.1', port: 3000 };
const teams = (): Channel => teamsChannel({ http, teams: { workflowsUrl: { env: 'TEAMS_URL_OF_TEST' } } });

describe('a Teams flow', () => {
  test('is sent an Adaptive Card, to its address as it is written', async () => {
    expect(await say(teams())).toMatchObject({
      status: 'sent',
      rendered: { type: 'message', attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive' }] },
    });
    expect(posted[0]).toMatch(/^\/workflows\/1\?sig=a%2Fb%3D \{/u);
    expect(posted[0]).toContain('the cause is found');
  });

  test('that asks for patience is not spoken to before', async () => {
    answer = (_request, response) => response.writeHead(429, { 'retry-after': '90' }).end();
    expect(await say(teams())).toMatchObject({ status: 'later', delayMs: 90_000 });
  });

  test.each([
    [1, 1_000],
    [4, 8_000],
    [40, 300_000],
  ])('that is down is tried again, more and more rarely: attempt %i waits %i ms', async (attempt, delayMs) => {
    answer = (_request, response) => response.writeHead(503).end();
    expect(await say(teams(), 'x', attempt)).toMatchObject({ status: 'later', delayMs });
  });

  test('that cannot be reached is tried again, and its address is in no message', async () => {
    process.env['TEAMS_URL_OF_TEST'] = 'http://127.0.0.1:1/workflows?sig=verysecret';
    const sending = await say(teams());
    expect(sending).toMatchObject({ status: 'later' });
    expect(JSON.stringify(sending)).not.toContain('verysecret');
  });

  test('that refuses for good gets the message parked, as it was rendered', async () => {
    answer = (_request, response) => response.writeHead(400).end('trigger schema');
    expect(await say(teams())).toMatchObject({
      status: 'parked',
      why: expect.stringContaining('trigger schema') as string,
      rendered: { type: 'message' },
    });
  });

  test('secrets are masked on the way out', async () => {
    await say(teams(), 'the log says password=hunter2hunter2');
    expect(posted[0]).not.toContain('hunter2');
  });

  test('without an address its cards are kept', async () => {
    expect(await say(teamsChannel({ http, teams: {} }))).toMatchObject({ status: 'kept', rendered: { type: 'message' } });
    expect(posted).toEqual([]);
  });

  test.each([
    ['https://contoso.webhook.office.com/webhookb2/1', /retired/u],
    ['http://prod-1.logic.azure.com/workflows/1', /https/u],
    ['prod-1.logic.azure.com', /not an address/u],
  ])('at %s is refused at the start', (address, why) => {
    process.env['TEAMS_URL_OF_TEST'] = address;
    expect(teams).toThrow(why);
  });
});

describe('a channel', () => {
  const channel = (parts: Partial<Channel>): Channel => ({
    name: 'test',
    kinds: ['note'],
    cardGapMs: 0,
    render: () => 'x',
    send: () => Promise.resolve(),
    ...parts,
  });

  test('whose renderer stumbles parks the message and goes on', async () => {
    const stumble = (): unknown => (undefined as unknown as { readonly x: { readonly y: string } }).x.y;
    expect(await say(channel({ render: stumble }))).toMatchObject({ status: 'parked' });
  });

  test('with nothing to say passes', async () => {
    expect(await say(channel({ render: () => null }))).toEqual({ status: 'passed' });
  });

  test('that refuses parks; that fails otherwise waits', async () => {
    expect(await say(channel({ send: () => Promise.reject(new TerminalError('no', 'refused')) }))).toMatchObject({
      status: 'parked',
      why: 'refused',
    });
    expect(await say(channel({ send: () => Promise.reject(new Error('socket hang up')) }))).toMatchObject({
      status: 'later',
      why: 'socket hang up',
    });
  });
});
