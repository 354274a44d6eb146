import { existsSync, readFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import pg from 'pg';

/** The folder of StepFly's incident beside the repository: guides, incident, tables as `csv/<table>.csv.gz`. */
export const STEPFLY = fileURLToPath(new URL('../../../shared/stepfly/', import.meta.url));

/** Whether the folder is there; what needs it is skipped elsewhere. */
export const hasStepfly = existsSync(`${STEPFLY}csv/MANIFEST.json`);

/** How the flags of 0 and 1 are declared: as the generator says (`boolean`), or as its file really holds them (`integer`). */
export type FlagType = 'boolean' | 'integer';

const FLAGS = /^(?:is_|has_|cache_hit$)/;
const INTEGERS = /(?:^status_code|_bytes|_ms|_attempts|_connections)$/;
const REALS = /(?:_utilization|_mbps)$/;

interface Manifest {
  readonly [table: string]: { readonly rows: number; readonly columns: readonly string[] };
}

function manifest(): Manifest {
  return JSON.parse(readFileSync(`${STEPFLY}csv/MANIFEST.json`, 'utf8')) as Manifest;
}

/** No cell of these files holds a comma or a quote; an empty one is null. */
function csvOf(table: string): string {
  return gunzipSync(readFileSync(`${STEPFLY}csv/${table}.csv.gz`)).toString('utf8');
}

function columnsOf(columns: readonly string[], flag: string, real: string, time: string): string {
  const typeOf = (name: string): string => {
    if (FLAGS.test(name)) return flag;
    if (INTEGERS.test(name)) return 'integer';
    if (REALS.test(name)) return real;
    return name === 'timestamp' ? time : 'text';
  };
  return columns.map((name) => `"${name}" ${typeOf(name)}`).join(', ');
}

/** Makes and fills StepFly's tables in an empty database. The server reads the files itself: it runs on this machine, as a superuser. */
export async function loadStepflyPostgres(url: string, flags: FlagType): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (const [table, { columns }] of Object.entries(manifest())) {
      await client.query(`create table ${table} (${columnsOf(columns, flags, 'double precision', 'timestamp')})`);
      await client.query(`copy ${table} from program 'gunzip -c ${STEPFLY}csv/${table}.csv.gz' with (format csv, header)`);
    }
    await client.query('analyze');
  } finally {
    await client.end();
  }
}

/** Makes and fills StepFly's tables in a new SQLite file. */
export function loadStepflySqlite(file: string): void {
  const database = new DatabaseSync(file);
  try {
    database.exec('pragma journal_mode = off; pragma synchronous = off; begin');
    for (const [table, { columns }] of Object.entries(manifest())) {
      database.exec(`create table ${table} (${columnsOf(columns, 'integer', 'real', 'text')})`);
      const insert = database.prepare(`insert into ${table} values (${columns.map(() => '?').join(', ')})`);
      for (const line of csvOf(table).trimEnd().split(/\r?\n/).slice(1))
        insert.run(...line.split(',').map((cell) => (cell === '' ? null : cell)));
    }
    database.exec('commit; create index logs_request on api_gateway_logs (request_id)');
  } finally {
    database.close();
  }
}

/** The text of the incident without what gives its answer away: the section "Hidden Context" and the note that names the workflow. */
export function stepflyIncident(): string {
  const text = readFileSync(`${STEPFLY}incident-700000001.txt`, 'utf8');
  return text
    .replace(/^## Hidden Context[^]*$/mu, '')
    .split('\n')
    .filter((line) => !/Check payment processing and checkout workflows specifically/.test(line))
    .join('\n');
}
