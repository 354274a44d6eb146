import type { Cell, QueryTemplate } from '../../tsg-parser/index.js';
import { valueOf } from '../fill-template.js';
import type { PrepareContext, QueryResult } from '../query-plugin.js';

export interface ScriptInputs {
  /** The table the script finds as `rows`; null where nobody can say which is meant. */
  readonly main: QueryResult | null;
  /** All it is given: the main one, and every earlier one where it speaks of `results`. */
  readonly given: readonly QueryResult[];
}

/** `rows` is the query above the script in its step; where there is none, the only earlier result. */
export function inputsFor({ id, text }: QueryTemplate, results: readonly QueryResult[]): ScriptInputs {
  const step = id.replace(/\.q\d+$/, '.');
  const own = results.filter(({ queryId }) => queryId.startsWith(step));
  const main = own.at(-1) ?? (results.length === 1 ? (results[0] ?? null) : null);
  if (/\bresults\b/.test(text)) return { main, given: results };
  return { main, given: main === null ? [] : [main] };
}

/** What the script finds, as JSON. */
export function inputOf(template: QueryTemplate, { values, at }: PrepareContext, { main, given }: ScriptInputs): string {
  const tables = Object.fromEntries(
    given.map((result) => [result.queryId, { columns: result.columns, rows: entriesOf(result), text: result.text, fill: result.fill }]),
  );
  const parameters = Object.fromEntries(template.parameters.map((name) => [name, valueOf(values, name) ?? null]));
  return JSON.stringify({ rows: main === null ? null : tables[main.queryId]?.rows, results: tables, parameters, at: at.toISOString() });
}

function entriesOf({ columns, rows }: QueryResult): readonly Readonly<Record<string, Cell>>[] {
  return rows.map((row) => Object.fromEntries(columns.map((column, index) => [column, row[index] ?? null])));
}
