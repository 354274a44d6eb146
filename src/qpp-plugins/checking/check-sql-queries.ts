import { TransientError } from '../../platform/errors.js';
import type { Problem } from '../../tsg-parser/index.js';
import { valueOf } from '../fill-template.js';
import type { BoundValues } from '../query-plugin.js';
import { bindSql } from '../sql/bind-sql.js';
import { checkSql } from '../sql/check-sql.js';
import { parseSql } from '../sql/read-sql.js';
import { problem, type CheckedQuery } from './checked-query.js';
import { checkJoins } from './sql-joins.js';
import { selectsOf } from './sql-clauses.js';
import { trySql } from './sql-objections.js';
import type { ProbedSql, SqlProbe } from './sql-probe.js';
import { checkThresholds } from './sql-thresholds.js';
import { checkStatusWords } from './status-words.js';

/** Tries a reading SQL query at its database, and looks why its answer may be empty for ever. Never changes anything. */
export async function checkSqlQuery(query: CheckedQuery, probe: SqlProbe, values: BoundValues): Promise<Problem[]> {
  const { template } = query;
  const missing = template.parameters.filter((name) => valueOf(values, name) === undefined);
  const standIns = Object.fromEntries(missing.map((name) => [name, { value: null, source: 'none' }]));
  const bound = bindSql(template, { ...values, ...standIns }, probe.dialect);
  const check = bound.kind === 'bound' ? checkSql(bound.sql.text, probe.dialect) : null;
  if (bound.kind !== 'bound' || check?.kind !== 'asked') return [];
  try {
    return [...clock(query, check.readsClock), ...(await tried(query, bound.sql, probe, missing.length === 0)), ...notRun(query, missing)];
  } catch (error) {
    if (!(error instanceof TransientError) || error.code !== 'source-timeout') throw error;
    return [
      problem(
        'query-slow',
        'warning',
        template.lines[0],
        `The source was too slow: ${error.message}`,
        'Narrow the query: a page waits for it.',
      ),
    ];
  }
}

async function tried(query: CheckedQuery, sql: ProbedSql, probe: SqlProbe, mayRun: boolean): Promise<Problem[]> {
  const { problems, runs, answer } = await trySql(query, sql, probe, mayRun);
  if (runs === null || answer === null) return [...problems, ...checkStatusWords(query, null)];
  const parsed = parseSql(probe.dialect === 'sqlite' ? runs.text.replace(/\?(\d+)/g, '$$$1') : runs.text);
  const scopes = 'statements' in parsed ? parsed.statements.flatMap((statement) => selectsOf(statement, runs.text)) : [];
  const joins = await checkJoins(query, runs, scopes, probe);
  const thresholds = await checkThresholds(query, runs, scopes, probe);
  return [...problems, ...joins, ...thresholds, ...noRows(query, answer.rows.length), ...checkStatusWords(query, answer)];
}

/** A guide that is given a time is about that time, also when the incident is over. */
function clock({ template }: CheckedQuery, readsClock: boolean): Problem[] {
  if (!readsClock || !template.parameters.some((name) => /time|since|until|start|end/i.test(name))) return [];
  return [
    problem(
      'reads-clock',
      'info',
      template.lines[0],
      'The query reads the clock beside the times it is given: of a past incident it says something else.',
      'Use a parameter for the end of the incident.',
    ),
  ];
}

function noRows({ template }: CheckedQuery, rows: number): Problem[] {
  if (rows > 0) return [];
  return [
    problem(
      'no-rows',
      'info',
      template.lines[0],
      'The query answers with no row for these values.',
      'Is that what "all is well" looks like here?',
    ),
  ];
}

function notRun({ template }: CheckedQuery, missing: readonly string[]): Problem[] {
  if (missing.length === 0) return [];
  const given = missing.map((name) => `--param ${name}=…`).join(' ');
  return [
    problem(
      'not-run',
      'info',
      template.lines[0],
      `Explained, and not run: ${missing.join(', ')} ${missing.length === 1 ? 'has' : 'have'} no value.`,
      `Give ${given}.`,
    ),
  ];
}
