import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDatabase } from '../support/database.js';
import type { TestDatabase } from '../support/database.js';
import { questionsOf, reasonOf, runCommand } from '../support/run-command.js';
import type { RunOutput } from '../support/run-command.js';
import { hasStepfly, loadStepflyPostgres, loadStepflySqlite, STEPFLY, stepflyIncident } from '../support/stepfly-data.js';
import type { FlagType } from '../support/stepfly-data.js';

const QUERIES = fileURLToPath(new URL('./queries.qpp/', import.meta.url));
const PARALLEL = 'Distributed_System_Low_Availability.md';
const SERIES = 'Distributed_System_Low_Availability_Series.md';

let directory: string;
let incident: string;
let own: TestDatabase;

beforeAll(async () => {
  if (!hasStepfly) return;
  directory = mkdtempSync(join(tmpdir(), 'periplus-stepfly-'));
  incident = join(directory, 'incident.txt');
  writeFileSync(incident, stepflyIncident());
  own = await testDatabase();
  for (const guide of [PARALLEL, SERIES]) copyFileSync(join(STEPFLY, guide), join(directory, guide));
  loadStepflySqlite(join(directory, 'truth.db'));
});

afterAll(async () => {
  if (!hasStepfly) return;
  await own.drop();
  rmSync(directory, { recursive: true });
});

/** The guide as it is, without the PlanDAG beside it; with `queries`, ours take the place of its blocks. */
function run(guide: string, source: string, queries: boolean, folder = directory): Promise<RunOutput> {
  const beside = queries ? ['--qpp', QUERIES] : [];
  return runCommand(own.url, ['--guide', join(folder, guide), '--incident', incident, '--source', `incident=${source}`, ...beside]);
}

const truth = (): string => `sqlite:${join(directory, 'truth.db')}`;

/** A copy of the incident's data in which something else is true. */
function where(name: string, change: string): string {
  const file = join(directory, `${name}.db`);
  copyFileSync(join(directory, 'truth.db'), file);
  const database = new DatabaseSync(file);
  database.exec(change);
  database.close();
  return `sqlite:${file}`;
}

async function withPostgres(flags: FlagType, act: (url: string) => Promise<RunOutput>): Promise<RunOutput> {
  const database = await testDatabase();
  try {
    await loadStepflyPostgres(database.url, flags);
    return await act(database.url);
  } finally {
    await database.drop();
  }
}

/** `s2 succeeded, …` */
const statuses = ({ report }: RunOutput): string => report.steps.map(({ id, status }) => `${id} ${status}`).join(', ');

/** The edges that were decided: `s2 -> end no by rule`. */
const decisions = ({ report }: RunOutput): string[] =>
  report.decisions.map(({ edge, answer, by }) => `${edge.from} -> ${edge.to} ${answer ? 'yes' : 'no'} by ${by.kind}`).toSorted();

const evidenceOf = (sentences: RunOutput['report']['cause'], stepId: string): Record<string, unknown>[] =>
  sentences
    .filter((one) => one.stepId === stepId)
    .flatMap(
      ({ evidence }) => evidence?.rows.map((row) => Object.fromEntries(evidence.columns.map((column, at) => [column, row[at]]))) ?? [],
    );

/** The table "Conclusion per step" of ground_truth.md, for the guide whose steps run in parallel. */
function expectTheTruth(output: RunOutput): void {
  const { report, events } = output;
  expect(statuses(output)).toBe(
    ['s1', 's2', 's3', 's4', 's5', 's6', 's7', 's8', 's9', 's10', 's11'].map((id) => `${id} succeeded`).join(', '),
  );
  expect(decisions(output)).toEqual([
    's2 -> end no by rule',
    's2 -> s11 yes by rule',
    's3 -> end no by rule',
    's3 -> s11 yes by rule',
    's9 -> end yes by rule',
    's9 -> s11 no by rule',
  ]);

  expect(report).toMatchObject({ outcome: 'cause-found', rootCause: { entity: 'scenario/payment_processing' } });
  expect(report.rootCause?.cause).toContain('completion rate < 99%');
  expect(evidenceOf(report.cause, 's9')[0]).toMatchObject({
    scenario_name: 'payment_processing',
    business_criticality: 'CRITICAL',
    total: 1495,
    completed: 803,
    failed: 346,
    timeout: 346,
    partial: 0,
    completion_rate: 53.7124,
    bottleneck: 'payment_authorization (393 of 692)',
    status: 'CRITICAL_SCENARIO_FAILING',
  });

  const [version] = evidenceOf(report.ruledOut, 's2');
  expect(version).toMatchObject({ service_version: '3.14.2', total_count: 18751, slow_rate: 0, assessment: 'NO_REGRESSION' });
  expect(version?.['failure_rate']).toBeCloseTo(4.0638, 4);
  expect(version?.['failure_rate_delta']).toBeCloseTo(0.0081, 4);

  const consolidated = report.findings.filter(({ stepId }) => stepId === 's11').map(({ sentence }) => sentence);
  for (const found of [
    'Check Service Version Regression: assessment 2 NO_REGRESSION',
    'Check Feature Flag Impact: flag_status 1 ELEVATED_ERROR_RATE, 7 NORMAL',
    'Analyze Regional Availability: health_status 3 CRITICAL, 6 WARNING',
    'Evaluate Partition-Based Availability: partition_status 2 HIGH_ERRORS, 18 LOW_SUCCESS',
    'Zone-Level Availability Analysis: zone_status 3 DEGRADED, 6 HEALTHY',
    'Application Component Analysis: endpoint_status 23 HIGH_SERVER_ERRORS, 2 LOW_SUCCESS_RATE',
    'Product/Feature Availability Analysis: product_status 20 SLA_BREACH_PREMIUM',
    'Scenario/Workflow Analysis: status 1 CRITICAL_SCENARIO_FAILING, 8 DEGRADED',
    'Top Errors and Exceptions Analysis: priority 3 MEDIUM, 6 CRITICAL, 1 LOW',
  ])
    expect(consolidated).toContain(found);

  const [flag] = report.alsoSeen;
  expect(flag?.sentence).toBe('Check Feature Flag Impact: 1 ELEVATED_ERROR_RATE of 8 rows, which the guide does not take for the cause.');
  const [worst] = evidenceOf(report.alsoSeen, 's3');
  expect(worst).toMatchObject({ flag_name: 'enhanced_routing_v2', flag_value: 'enabled', request_count: 14792 });
  expect(worst?.['error_rate']).toBeCloseTo(5.2461, 4);
  expect(worst?.['error_rate_delta']).toBeCloseTo(2.3811, 4);
  expect(evidenceOf(report.alsoSeen, 's5')[0]).toMatchObject({
    partition_id: 'partition_4',
    shard_id: 'shard_12',
    tenant_category: 'FREE',
    total_requests: 51,
  });

  const begun = events.flatMap((event) => (event.type === 'step-started' ? [event] : []));
  const firstEnd = events.findIndex((event) => event.type === 'step-settled' && event.stepId !== 's1');
  expect(events.slice(0, firstEnd).filter((event) => event.type === 'step-started').length).toBe(10);
  expect(begun.at(-1)?.stepId).toBe('s11');
}

describe.skipIf(!hasStepfly)('StepFly’s incident, with queries kept beside its guide', () => {
  test('on SQLite every step comes to what is true of the data', { timeout: 60_000 }, async () => {
    expectTheTruth(await run(PARALLEL, truth(), true));
  });

  test('on PostgreSQL too', { timeout: 60_000 }, async () => {
    expectTheTruth(await withPostgres('boolean', (url) => run(PARALLEL, url, true)));
  });

  test('by the conditions of StepFly’s own PlanDAG, which lies beside its guide, the same is found', { timeout: 60_000 }, async () => {
    const { report } = await run(PARALLEL, truth(), true, STEPFLY);
    expect(report).toMatchObject({ outcome: 'cause-found', rootCause: { entity: 'scenario/payment_processing' } });
    expect(report.rootCause?.cause).toContain('CRITICAL_SCENARIO_FAILING status found');
    expect(evidenceOf(report.cause, 's9')[0]).toMatchObject({ total: 1495, completed: 803, completion_rate: 53.7124 });
  });

  test('the same steps in series end at Step 9, and what comes after is skipped', { timeout: 60_000 }, async () => {
    const output = await run(SERIES, truth(), true);
    expect(statuses(output)).toBe(
      [...['s1', 's2', 's3', 's4', 's5', 's6', 's7', 's8', 's9'].map((id) => `${id} succeeded`), 's10 skipped', 's11 skipped'].join(', '),
    );
    expect(output.report).toMatchObject({ outcome: 'cause-found', rootCause: { entity: 'scenario/payment_processing' } });
  });

  const HEALTHY_PAYMENTS = "update workflow_tracking set workflow_status = 'COMPLETED' where scenario_name = 'payment_processing';";

  test.each([
    ['parallel', PARALLEL, 's9 succeeded, s10 succeeded, s11 succeeded'],
    ['series', SERIES, 's9 skipped, s10 skipped, s11 skipped'],
  ])('where a flag really fails, it ends at Step 3 (%s)', { timeout: 60_000 }, async (name, guide, rest) => {
    const flagged = "select request_id from feature_flags where flag_name = 'new_cache_strategy' and flag_value = 'on'";
    const source = where(
      `flag-${name}`,
      `${HEALTHY_PAYMENTS} update api_gateway_logs set status_code = 503 where request_id in (${flagged}) and rowid % 12 = 0`,
    );
    const output = await run(guide, source, true);
    expect(output.report).toMatchObject({ outcome: 'cause-found', rootCause: { entity: 'flag/new_cache_strategy' } });
    expect(decisions(output)).toEqual(expect.arrayContaining(['s2 -> end no by rule', 's3 -> end yes by rule']));
    expect(evidenceOf(output.report.cause, 's3')[0]).toMatchObject({
      flag_name: 'new_cache_strategy',
      flag_value: 'on',
      flag_status: 'HIGH_ERROR_RATE',
    });
    expect(statuses(output)).toContain(rest);
  });

  test.each([
    ['parallel', PARALLEL, 's3 succeeded'],
    ['series', SERIES, 's3 skipped'],
  ])('where the new version really is worse, it ends at Step 2 (%s)', { timeout: 60_000 }, async (name, guide, rest) => {
    const unflagged = 'request_id not in (select request_id from feature_flags)';
    const source = where(
      `version-${name}`,
      `${HEALTHY_PAYMENTS} update api_gateway_logs set status_code = 503 where service_version = '3.14.2' and ${unflagged}`,
    );
    const output = await run(guide, source, true);
    expect(output.report).toMatchObject({ outcome: 'cause-found', rootCause: { entity: 'service_version/3.14.2' } });
    expect(decisions(output)).toContain('s2 -> end yes by rule');
    expect(evidenceOf(output.report.cause, 's2')[0]).toMatchObject({ service_version: '3.14.2', assessment: 'REGRESSION_DETECTED' });
    expect(statuses(output)).toContain(rest);
  });
});

describe.skipIf(!hasStepfly)('StepFly’s guide verbatim: nothing is guessed', () => {
  const REFUSED = { s4: /boolean = integer at “AND is_test_traffic = 0”/, s5: /boolean = integer/, s6: /reference "timestamp" is ambiguous at “DATE_TRUNC/, s7: /boolean = integer/, s8: /reference "request_id" is ambiguous/, s9: /boolean = integer/, s10: /boolean = integer/ }; // prettier-ignore

  test(
    'where flags are booleans, Step 3 is decided by rule and what PostgreSQL refuses fails in its words',
    { timeout: 60_000 },
    async () => {
      const output = await withPostgres('boolean', (url) => run(PARALLEL, url, false));
      expect(decisions(output)).toEqual(['s3 -> end no by rule', 's3 -> s11 yes by rule']);
      for (const [step, sentence] of Object.entries({ s2: /boolean = integer/, ...REFUSED }))
        expect(reasonOf(output, step)).toMatch(sentence);
      expect(reasonOf(output, 's6')).toContain('Several of the tables have timestamp');
      expect(reasonOf(output, 's4')).toContain('compared with true or false');
      const questions = questionsOf(output);
      expect([...questions.keys()].toSorted()).toEqual(['s2', 's9']);
      expect(questions.get('s2')).toMatchObject({
        kind: 'failed-step',
        options: expect.arrayContaining(['try again', 'none of these']) as string[],
      });
      expect(output.report.rootCause).toBeNull();
      expect(output.report.notChecked.map(({ sentence }) => sentence).join('\n')).toMatch(/Analyze Regional Availability failed/);
    },
  );

  test('where they are 0 and 1, Step 2 is: NO_REGRESSION', { timeout: 60_000 }, async () => {
    const output = await withPostgres('integer', (url) => run(PARALLEL, url, false));
    expect(decisions(output)).toEqual(['s2 -> end no by rule', 's2 -> s11 yes by rule']);
    expect(evidenceOf(output.report.ruledOut, 's2')[0]).toMatchObject({
      service_version: '3.14.2',
      total_count: 18751,
      assessment: 'NO_REGRESSION',
    });
    expect(reasonOf(output, 's3')).toMatch(/integer = boolean at “AND l\.is_test_traffic = false”/);
    expect(output.report.steps.find(({ id }) => id === 's4')?.status).toBe('succeeded');
    expect([...questionsOf(output).keys()].toSorted()).toEqual(['s3', 's9']);
  });

  test('on SQLite Step 9 asks, with the table by scenario and the code of its analysis', { timeout: 60_000 }, async () => {
    const output = await run(PARALLEL, truth(), false);
    const asked = questionsOf(output).get('s9');
    expect(asked).toMatchObject({ kind: 'condition', options: ['yes', 'no'] });
    expect(asked?.text).toContain('any CRITICAL business scenario with completion rate < 99%');
    const [, table, code] = asked?.evidence ?? [];
    expect(table?.split('\n')).toEqual(
      expect.arrayContaining([
        '6072 rows by scenario_name, business_criticality, workflow_status:',
        'payment_processing, CRITICAL: 1495; COMPLETED 803 (53.71 %), FAILED 346 (23.14 %), TIMEOUT 346 (23.14 %)',
        'checkout_flow, HIGH: 1012; COMPLETED 901 (89.03 %), FAILED 41 (4.05 %), TIMEOUT 41 (4.05 %), PARTIAL 29 (2.87 %)',
      ]),
    );
    expect(code).toContain('# Access the workflow data from memory');
    expect(reasonOf(output, 's5')).toContain('SQLite has no DATE_TRUNC');
    expect(decisions(output)).toEqual([]);
  });
});
