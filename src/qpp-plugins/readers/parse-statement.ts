import { assertNever } from '../../platform/errors.js';
import type { QueryStatement } from '../../tsg-parser/index.js';
import { readScript } from '../analysis/read-script.js';
import { readKubectl } from '../kubernetes/reading/read-kubectl.js';
import { kqlFlaws } from '../kusto/read-kql.js';
import { readLogql } from '../loki/read-logql.js';
import { readPromql } from '../prometheus/read-promql.js';
import { readSql } from '../sql/read-sql.js';
import { placeInSql } from '../sql/place-in-sql.js';
import { findHoles } from './holes.js';
import { isLoaded } from './load-readers.js';
import { shellFlaws } from './shell-flaws.js';

/** What the language's own parser knows of a statement: columns, status words, flaws, whether it can be carried out. */
export function parseStatement(statement: QueryStatement): QueryStatement {
  switch (statement.language) {
    case 'kubectl':
    case 'oc':
      return parseKubectl(statement);
    case 'promql':
      return { ...statement, ...readPromql(statement.text) };
    case 'sql':
      return isLoaded('sql') ? parseSql(statement) : statement;
    case 'javascript':
      return { ...statement, ...readScript(statement.text) };
    case 'logql':
      return { ...statement, ...readLogql(statement.text) };
    case 'kql':
      return isLoaded('kql') ? { ...statement, flaws: kqlFlaws(statement.text) } : statement;
    case 'shell':
      return { ...statement, flaws: shellFlaws(statement.text) };
    case 'http':
    case 'python':
    case 'powershell':
    case 'logfilter':
      return statement;
    default:
      return assertNever(statement.language);
  }
}

/** A change stays a change whichever of the two readings saw it. */
function parseKubectl(statement: QueryStatement): QueryStatement {
  const { statement: read } = readKubectl(statement.text);
  const { columns, statusWords, byHand, flaws, binds } = read;
  const parameters = byHand === null ? read.parameters.filter((name) => !binds.includes(name)) : statement.parameters;
  return {
    ...statement,
    columns,
    statusWords,
    byHand,
    flaws: flaws.length > 0 ? flaws : shellFlaws(statement.text),
    parameters,
    mutating: statement.mutating || read.mutating,
    binds: binds.length > 0 ? binds : statement.binds,
  };
}

const TRANSACTION =
  /^\s*(?:--[^\n]*\n\s*)*(?:begin|start transaction|commit|end|rollback|savepoint|release savepoint)\b[^;]*;?\s*(?:--[^\n]*)?$/i;

function parseSql(statement: QueryStatement): QueryStatement {
  if (TRANSACTION.test(statement.text)) return { ...statement, byHand: 'Periplus opens its own transactions: a person runs this.' };
  const [first, second] = [
    readSql(withHoles(statement.text, (index) => `$${String(index + 1)}`)),
    readSql(withHoles(statement.text, () => 'hole')),
  ];
  const read = first.flaws.length > 0 && second.flaws.length === 0 ? second : first;
  if (read.flaws.length > 0) return { ...statement, flaws: read.flaws };
  const mutating = statement.mutating || read.mutating || read.changing.length > 0;
  return { ...statement, mutating, columns: read.columns, statusWords: read.statusWords, flaws: [] };
}

/** Something parseable in each hole that stands in the code; those in quotes are text already. */
function withHoles(text: string, standIn: (index: number) => string): string {
  let filled = '';
  let position = 0;
  for (const [index, hole] of findHoles(text, 'sql').entries()) {
    const inCode = placeInSql(text, hole.start) === 'code';
    filled += text.slice(position, hole.start) + (inCode ? standIn(index) : text.slice(hole.start, hole.end));
    position = hole.end;
  }
  return filled + text.slice(position);
}
