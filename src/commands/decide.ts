import { createInterface } from 'node:readline';
import type { Command } from 'commander';
import { z } from 'zod';
import { createQueryReader, loadReaders } from '../qpp-plugins/index.js';
import { decideCondition } from '../tsg-parser/index.js';
import type { DecidedCondition, QueryFacts, QueryLanguage, QueryReader, ResultTable } from '../tsg-parser/index.js';

const cell = z.union([z.string(), z.number(), z.boolean(), z.null()]);

const question = z.object({
  id: z.union([z.string(), z.number()]),
  condition: z.string(),
  language: z.string(),
  query: z.string(),
  result: z.object({
    columns: z.array(z.string()),
    rows: z.array(z.array(cell)),
    text: z.string().nullish(),
    fill: z.enum(['rows', 'no-rows', 'no-data']).optional(),
  }),
  now: z.string().nullish(),
  alertState: z.enum(['firing', 'resolved', 'unknown']).optional(),
});
type Question = z.infer<typeof question>;

export function register(program: Command): void {
  program
    .command('decide')
    .description('decide conditions by rule: JSON lines { id, condition, language, query, result, now } on standard input')
    .option('--json', 'one JSON object a line', false)
    .action(async ({ json }: { readonly json: boolean }) => {
      await loadReaders();
      const reader = createQueryReader();
      for await (const line of createInterface({ input: process.stdin })) {
        if (line.trim() !== '') process.stdout.write(`${decideLine(line, reader, json)}\n`);
      }
    });
}

/** One line in, one line out; what cannot be read is answered so, and the next line is read. */
export function decideLine(line: string, reader: QueryReader, json: boolean): string {
  const asked = parse(line);
  if ('flaw' in asked) {
    process.exitCode = 1;
    return json ? JSON.stringify({ id: asked.id, answer: 'undecidable', reason: asked.flaw, predicate: null }) : asked.flaw;
  }
  const { answer, reason, predicate } = decide(asked, reader);
  return json ? JSON.stringify({ id: asked.id, answer, reason, predicate }) : `${answer}: ${asked.condition}. ${reason}`;
}

function parse(line: string): Question | { readonly id: unknown; readonly flaw: string } {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return {
      id: null,
      flaw: 'This line is not JSON: write { "id", "condition", "language", "query", "result": { "columns", "rows" }, "now" }.',
    };
  }
  const parsed = question.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const id = typeof value === 'object' && value !== null && 'id' in value ? value.id : null;
  return { id, flaw: `This question cannot be read: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not valid'}.` };
}

const NAMES: Readonly<Record<string, QueryLanguage>> = { kubernetes: 'kubectl', prometheus: 'promql', postgres: 'sql', postgresql: 'sql', sqlite: 'sql', loki: 'logql', kusto: 'kql', bash: 'shell', js: 'javascript' }; // prettier-ignore

function decide(asked: Question, reader: QueryReader): DecidedCondition {
  const language = NAMES[asked.language.toLowerCase()] ?? (asked.language.toLowerCase() as QueryLanguage);
  const statements = reader.read(asked.query, language)?.statements ?? [];
  const statusWords = statements.flatMap((statement) => statement.statusWords);
  const isBound = statements.every((statement) => statement.parameters.length === 0);
  const { columns } = asked.result;
  const query: QueryFacts = { queryId: 'q1', language, text: asked.query, columns: columns.length === 0 ? null : columns, statusWords };
  return decideCondition(asked.condition, query, tableOf(asked, language, isBound), asked.alertState);
}

function tableOf({ result, query, now }: Question, language: QueryLanguage, isBound: boolean): ResultTable {
  const empty = result.rows.length === 0 && (result.text ?? '').trim() === '';
  return {
    columns: result.columns,
    rows: result.rows,
    text: result.text ?? null,
    fill: result.fill ?? (empty ? (isBound ? fillOfEmpty(language, query) : 'no-data') : 'rows'),
    observedAt: now ?? new Date().toISOString(),
  };
}

/** An empty vector is an answer only where the query filters by value; else the series do not exist. */
function fillOfEmpty(language: QueryLanguage, query: string): ResultTable['fill'] {
  if (language !== 'promql') return 'no-rows';
  const bare = query.replace(/"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\{[^{}]*\}/g, '');
  return /[<>]=?|[!=]=/.test(bare) ? 'no-rows' : 'no-data';
}
