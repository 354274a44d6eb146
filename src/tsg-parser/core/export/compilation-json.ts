import type { Compilation } from '../guide.js';
import type { PlanNode } from '../plan.js';
import type { QueryTemplate } from '../query-template.js';

interface QueryJson {
  readonly language: string;
  readonly text: string;
  readonly parameters: readonly string[];
  readonly mutating: boolean;
  readonly lines: readonly [number, number];
  readonly binds?: readonly string[];
}

/**
 * What `periplus compile --json` prints of a document. Queries are shown as the author wrote them: the statements of one
 * fence that all read, or all change something, are one query here and one request each in a run.
 */
export function compilationJson(file: string, markdown: string, { guide, plan, problems }: Compilation): object {
  const { title, alertNames, parameters } = guide;
  const sourceLines = markdown.split(/\r\n?|\n/);
  return {
    file,
    guide: { title, alertNames, parameters: parameters.map(({ name, source, required }) => ({ name, source, required })) },
    plan:
      plan === null
        ? null
        : {
            id: plan.id,
            formatVersion: plan.formatVersion,
            nodes: plan.nodes.map((node) => ({
              id: node.id,
              title: node.title,
              kind: node.kind,
              lines: node.lines,
              queries: asWritten(node, sourceLines),
            })),
            edges: plan.edges.map(({ from, to, condition, line }) => ({ from, to, condition, line })),
            loops: plan.loops.map(({ from, to, condition, maxIterations }) => ({ from, to, condition, maxIterations })),
          },
    problems: problems.map(({ rule, severity, line, message }) => ({ rule, severity, line, message })),
  };
}

function asWritten({ queries }: PlanNode, sourceLines: readonly string[]): QueryJson[] {
  const merged: QueryJson[] = [];
  for (const query of queries) {
    const last = merged.at(-1);
    if (last !== undefined && belongTogether(last, query, sourceLines)) merged[merged.length - 1] = together(last, query);
    else merged.push(single(query));
  }
  return merged;
}

function single({ language, text, parameters, mutating, lines, binds }: QueryTemplate): QueryJson {
  return { language, text, parameters, mutating, lines, ...(binds.length > 0 ? { binds } : {}) };
}

const COMMAND_LANGUAGES = new Set(['kubectl', 'oc', 'shell']);

function belongTogether(left: QueryJson, right: QueryTemplate, sourceLines: readonly string[]): boolean {
  const alike = left.language === right.language || (COMMAND_LANGUAGES.has(left.language) && COMMAND_LANGUAGES.has(right.language));
  if (!alike || left.mutating !== right.mutating || right.lines[0] <= left.lines[1]) return false;
  if (isInline(left, sourceLines) || isInline(right, sourceLines)) return false;
  const between = sourceLines.slice(left.lines[1], right.lines[0] - 1);
  return between.every((line) => /^\s*(?:#.*|--.*)?$/.test(line));
}

/** A query within a sentence stands between backticks and is one by itself. */
function isInline({ text, lines }: Pick<QueryJson, 'text' | 'lines'>, sourceLines: readonly string[]): boolean {
  return sourceLines[lines[0] - 1]?.includes(`\`${text}\``) === true;
}

function together(left: QueryJson, right: QueryTemplate): QueryJson {
  const bound = left.binds ?? [];
  const parameters = [...new Set([...left.parameters, ...right.parameters.filter((name) => !bound.includes(name))])];
  const binds = [...new Set([...bound, ...right.binds])];
  return {
    ...left,
    text: `${left.text}\n${right.text}`,
    parameters,
    lines: [left.lines[0], right.lines[1]],
    ...(binds.length > 0 ? { binds } : {}),
  };
}
