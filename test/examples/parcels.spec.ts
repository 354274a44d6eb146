import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase } from '../support/database.js';
import type { TestDatabase } from '../support/database.js';
import { questionsOf, reasonOf, runCommand } from '../support/run-command.js';
import type { RunOutput } from '../support/run-command.js';

/** The walk-through of docs/qpps.md: a guide, an incident, its data, and the queries kept beside the guide. */
const EXAMPLE = fileURLToPath(new URL('../../deploy/examples/parcels/', import.meta.url));

let directory: string;
let own: TestDatabase;
let server: TestDatabase;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'periplus-parcels-'));
  const data = readFileSync(`${EXAMPLE}parcels.sql`, 'utf8');
  const file = new DatabaseSync(join(directory, 'parcels.db'));
  file.exec(data);
  file.close();
  [own, server] = await Promise.all([testDatabase(), testDatabase()]);
  const client = new pg.Client(server.url);
  await client.connect();
  await client.query(data);
  await client.end();
});

afterAll(async () => {
  await Promise.all([own.drop(), server.drop()]);
  rmSync(directory, { recursive: true });
});

const sqlite = (): string => `sqlite:${join(directory, 'parcels.db')}`;

function run(source: string, ...more: readonly string[]): Promise<RunOutput> {
  const guide = ['--guide', `${EXAMPLE}parcels-late.md`, '--incident', `${EXAMPLE}incident.txt`];
  return runCommand(own.url, [...guide, '--source', `parcels=${source}`, ...more]);
}

test.each([
  ['SQLite', sqlite],
  ['PostgreSQL', () => server.url],
])('on %s the express lane is found, from the rows of its own analysis', async (_name, source) => {
  const { report, events } = await run(source());
  expect(report).toMatchObject({ outcome: 'cause-found', rootCause: { entity: 'lane/lane_b' } });
  expect(report.cause[0]?.evidence).toEqual({
    columns: ['lane', 'service_class', 'parcels', 'on_time', 'punctuality_rate', 'stuck_at', 'verdict'],
    rows: [['lane_b', 'EXPRESS', 61, 37, 60.66, expect.stringMatching(/^scale_2 \(\d+\)$/), 'LATE']],
  });
  expect(report.steps.map(({ id, status }) => [id, status])).toEqual(['s1', 's2', 's3', 's4', 's5'].map((id) => [id, 'succeeded']));
  expect(report.alsoSeen[0]?.sentence).toBe(
    'Compare the label software: 2 LABELS_DOUBTFUL of 2 rows, which the guide does not take for the cause.',
  );
  const started = events.flatMap((event) => (event.type === 'step-started' ? [event.stepId] : []));
  expect(started.slice(1, 4).toSorted()).toEqual(['s2', 's3', 's4']);
});

test('without the files beside it PostgreSQL’s own words say what is wrong, and a person is asked with the counts', async () => {
  const nothing = join(directory, 'nothing.qpp');
  writeFileSync(join(directory, 'parcels-late.md'), readFileSync(`${EXAMPLE}parcels-late.md`));
  const output = await runCommand(own.url, ['--guide', join(directory, 'parcels-late.md'), '--incident', `${EXAMPLE}incident.txt`, '--source', `parcels=${server.url}`]); // prettier-ignore
  expect(reasonOf(output, 's2')).toMatch(/operator does not exist: boolean = integer at “WHERE scanned_at BETWEEN/);
  expect(reasonOf(output, 's3')).toMatch(/unit "30 minutes" not recognized.*date_bin\('30 minutes'/);
  const asked = questionsOf(output).get('s4');
  expect(asked?.evidence[1]).toMatch(/^245 rows by lane, service_class, outcome:\nlane_b, EXPRESS: 61; ON_TIME 37 \(60\.66 %\)/);
  expect(asked?.evidence[2]).toContain('# 3. Any EXPRESS lane below 95%');
  expect(output.report).toMatchObject({ outcome: 'cancelled', rootCause: null, decisions: [] });
  await expect(run(sqlite(), '--qpp', nothing)).rejects.toThrow(/nothing\.qpp holds no query files/);
});
