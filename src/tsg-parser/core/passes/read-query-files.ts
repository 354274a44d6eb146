import { createHash } from 'node:crypto';
import type { Problem } from '../guide.js';
import type { QueryFile, QueryFileMark } from '../query-file.js';
import type { QueryReader, QueryStatement } from '../query-template.js';

/** A query file with the place its name says, and what its text is. */
export interface QueryReplacement {
  readonly file: QueryFileMark;
  readonly nodeId: string;
  /** The block of the step, from 1; null: its only one. */
  readonly block: number | null;
  /** A source, a kind of source or a cluster; null: everywhere. */
  readonly where: string | null;
  readonly statement: QueryStatement;
}

const TAGS: Readonly<Record<string, string>> = {
  sql: 'sql', promql: 'promql', logql: 'logql', kql: 'kql', http: 'http', kubectl: 'kubectl', oc: 'oc', js: 'javascript',
}; // prettier-ignore

const NAME = /^step-(?<step>\d+[a-z]?(?:-\d+)?)(?:\.(?<block>[1-9]\d?))?(?:\.(?<where>[A-Za-z][\w.-]*?))?\.(?<extension>[a-z]+)$/u;

/** Names and texts → replacements. A file nobody can place or read is a problem, never passed over. */
export function readQueryFiles(
  files: readonly QueryFile[],
  reader: QueryReader,
): { readonly replacements: readonly QueryReplacement[]; readonly problems: readonly Problem[] } {
  const read = files.filter(({ name }) => !/^\.|\.md$/i.test(name)).map((file) => readQueryFile(file, reader));
  return {
    replacements: read.flatMap((one) => ('statement' in one ? [one] : [])),
    problems: read.flatMap((one) => ('statement' in one ? [] : [one])),
  };
}

function readQueryFile({ name, text }: QueryFile, reader: QueryReader): QueryReplacement | Problem {
  const { step, block, where, extension } = NAME.exec(name)?.groups ?? {};
  const tag = TAGS[extension ?? ''];
  if (step === undefined || tag === undefined)
    return fileProblem('qpp-name', `${name} is no name of a query file.`, 'Name it step-<number>[.<block>][.<source>].<sql, promql, logql, kql, http, kubectl or js>.'); // prettier-ignore
  const reading = reader.read(text, tag);
  const [statement, second] = reading?.statements ?? [];
  if (statement === undefined || second !== undefined)
    return fileProblem(
      'qpp-unreadable',
      `${name} holds ${statement === undefined ? 'no query' : 'several queries'}.`,
      'One file is one query.',
    );
  const refusal = refusalOf(statement, where ?? null);
  if (refusal !== null) return fileProblem('qpp-unreadable', `${name}: ${refusal}`, 'Mend the file, or remove it.');
  const file = { name, sha256: createHash('sha256').update(text).digest('hex') };
  return { file, nodeId: `s${step}`, block: block === undefined ? null : Number(block), where: where ?? null, statement };
}

/** What only PostgreSQL's parser objects to may be right where another database is asked: there it decides. */
function refusalOf({ mutating, byHand, flaws, language }: QueryStatement, where: string | null): string | null {
  if (mutating) return 'it changes something, and a query file only reads.';
  if (byHand !== null) return byHand;
  const [flaw] = flaws;
  const isDialect = language === 'sql' && where !== null && where !== 'postgres';
  return flaw === undefined || isDialect ? null : `${flaw.message} (its line ${String(flaw.line + 1)})`;
}

/** A problem of a file beside the guide; the guide itself has no line for it. */
export function fileProblem(rule: string, message: string, suggestion: string): Problem {
  return { rule, severity: 'error', line: 1, message, suggestion };
}
