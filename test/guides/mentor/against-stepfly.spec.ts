import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { queryChecker } from '../../../src/commands/lint/against.js';
import { createQueryReader } from '../../../src/qpp-plugins/readers/index.js';
import { lintTsg } from '../../../src/tsg-parser/core/lint-tsg.js';
import type { Problem } from '../../../src/tsg-parser/index.js';
import { testDatabase, type TestDatabase } from '../../support/database.js';
import { hasStepfly, loadStepflyPostgres, STEPFLY } from '../../support/stepfly-data.js';

interface Plugin {
  readonly plugin: string;
  readonly tsg_first_sql_line: number;
  readonly declared_schema_boolean_flags: { readonly row_count: number | null };
  readonly error_chain_in_declared_schema: readonly { readonly message: string; readonly line_excerpt: string | null }[];
  readonly after_repair: { readonly row_count: number };
}

interface Defects {
  readonly parameters: Readonly<Record<string, string>>;
  readonly plugins: readonly Plugin[];
}

const file = join(STEPFLY, 'Distributed_System_Low_Availability.md');

/** The list of what PostgreSQL has against the guide's queries, found by hand: by whatever name its blocks go. */
function known(): Defects {
  const { parameters, ...rest } = JSON.parse(readFileSync(join(STEPFLY, 'postgres_defects.json'), 'utf8')) as Record<string, unknown>;
  const plugins = Object.values(rest).find((value) => Array.isArray(value)) as readonly Plugin[];
  return { parameters: parameters as Defects['parameters'], plugins };
}

describe.runIf(hasStepfly)('lint --against, on StepFly’s guide with its data in PostgreSQL', () => {
  const defects = hasStepfly ? known() : { parameters: {}, plugins: [] };
  let database: TestDatabase;
  let found: readonly Problem[] = [];

  beforeAll(async () => {
    database = await testDatabase();
    await loadStepflyPostgres(database.url, 'boolean');
    const pairs = Object.entries(defects.parameters).map(([name, value]) => `${name}=${value}`);
    const markdown = readFileSync(file, 'utf8');
    found = await queryChecker(database.url, pairs)({ name: file, file, markdown, named: true }, markdown);
  }, 120_000);
  afterAll(() => database.drop());

  const errors = defects.plugins.flatMap(({ plugin, tsg_first_sql_line: first, error_chain_in_declared_schema: chain }) =>
    chain.map(({ message, line_excerpt: excerpt }) => [plugin, message, lineOf(excerpt, first)] as const),
  );
  test.each(errors)('%s: %s', (_plugin, message, line) => {
    const refusals = found.filter(({ rule, message: told }) => rule === 'query-refused' && told.includes(message));
    expect(refusals.map((problem) => problem.line)).toEqual(line === null ? expect.anything() : expect.arrayContaining([line]));
    expect(refusals.length).toBeGreaterThan(0);
  });

  const empty = defects.plugins.filter(({ after_repair: { row_count: rows } }) => rows === 0);
  test.each(empty.map(({ plugin, tsg_first_sql_line: first }) => [plugin, first] as const))(
    '%s answers with nothing once it runs, and a number nothing reaches is to blame',
    (_plugin, first) => {
      const own = found.filter(({ line }) => line >= first && line < first + 90);
      expect(own.map(({ rule }) => rule)).toEqual(expect.arrayContaining(['no-rows', 'unreachable-threshold']));
    },
  );

  test('the join on equal times, which keeps next to nothing', () => {
    expect(found.find(({ rule }) => rule === 'empty-join')?.message).toContain('keeps 102 (0.35%) of 29,452 rows');
  });

  test('filters that leave out every row are warnings, thresholds of a calm day are notes', () => {
    const filters = found.filter(({ rule, severity }) => rule === 'unreachable-threshold' && severity === 'warning');
    expect(filters.map(({ message }) => /^"([^"]+)"/.exec(message)?.[1])).toEqual([
      'total_requests > 100',
      'total_requests > 500',
      'total_requests > 100',
    ]);
  });

  test('a query that sound queries stand beside is not blamed', () => {
    const sound = defects.plugins.filter(({ declared_schema_boolean_flags: { row_count: rows } }) => rows !== null);
    for (const { tsg_first_sql_line: first } of sound)
      expect(found.filter(({ severity, line }) => severity === 'error' && line >= first && line < first + 60)).toEqual([]);
  });

  test('and, without any source, that the text of Step 3 contradicts its query', () => {
    const [mismatch] = lintTsg(readFileSync(file, 'utf8'), createQueryReader()).filter(({ rule }) => rule === 'threshold-mismatch');
    expect(mismatch?.message).toMatch(/">8%" and ">1000" for HIGH_ERROR_RATE; the query yields it from 15 and 500/);
  });
});

/** "LINE 16: …" of a block, as a line of the guide. */
function lineOf(excerpt: string | null, first: number): number | null {
  const line = /^LINE (\d+):/.exec(excerpt ?? '')?.[1];
  return line === undefined ? null : first + Number(line) - 1;
}
