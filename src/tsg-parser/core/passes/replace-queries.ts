import type { Problem } from '../guide.js';
import type { PlanNode } from '../plan.js';
import type { QueryTemplate, QueryVariant } from '../query-template.js';
import { fileProblem, type QueryReplacement } from './read-query-files.js';

export interface ReplacedQueries {
  readonly nodes: readonly PlanNode[];
  readonly problems: readonly Problem[];
}

/**
 * Puts query files in the place of the guide's blocks: those for everywhere become the block, those for one source, kind of
 * source or cluster stand beside it as variants. A step's next block may be added.
 */
export function replaceQueries(
  nodes: readonly PlanNode[],
  replacements: readonly QueryReplacement[],
  sources: Readonly<Record<string, string>>,
): ReplacedQueries {
  const problems: Problem[] = [];
  const replaced = nodes.map((node) => {
    const own = replacements.filter(({ nodeId }) => nodeId === node.id).toSorted(everywhereFirst);
    let { queries } = node;
    for (const replacement of own) {
      const next = place(queries, replacement, node, sources);
      if ('rule' in next) problems.push(next);
      else queries = next;
    }
    return own.length === 0 ? node : { ...node, queries };
  });
  const strays = replacements.filter(({ nodeId }) => !nodes.some(({ id }) => id === nodeId));
  return { nodes: replaced, problems: [...problems, ...strays.map(stray)] };
}

function everywhereFirst(left: QueryReplacement, right: QueryReplacement): number {
  return Number(left.where !== null) - Number(right.where !== null) || (left.block ?? 0) - (right.block ?? 0);
}

function place(
  queries: readonly QueryTemplate[],
  replacement: QueryReplacement,
  node: PlanNode,
  sources: Readonly<Record<string, string>>,
): readonly QueryTemplate[] | Problem {
  const { file, where, block } = replacement;
  const index = block === null ? 0 : block - 1;
  const old = queries[index];
  if ((block === null && queries.length > 1) || (old === undefined && (index > queries.length || where !== null)))
    return fileProblem('qpp-unmatched', `${file.name}: "${node.title}" has ${String(queries.length)} query blocks.`, 'Say which: step-<number>.<block>.'); // prettier-ignore
  if (old?.mutating === true) return fileProblem('qpp-changes', `${file.name} would replace a command that changes something.`, 'Change the guide itself.'); // prettier-ignore
  const next = where === null ? replacedBy(old, replacement, node, sources) : withVariant(old, replacement, where);
  return 'rule' in next ? next : queries.toSpliced(index, 1, next);
}

function replacedBy(
  old: QueryTemplate | undefined,
  { file, statement }: QueryReplacement,
  node: PlanNode,
  sources: Readonly<Record<string, string>>,
): QueryTemplate | Problem {
  if (old?.file !== undefined)
    return fileProblem('qpp-conflict', `${file.name} and ${old.file.name} replace the same block.`, 'Keep one of them.');
  const { language, text, parameters, binds, columns, statusWords } = statement;
  const id = old?.id ?? `${node.id}.q${String(node.queries.length + 1)}`;
  const lines = old?.lines ?? [node.lines[1], node.lines[1]];
  const source = sources[language] ?? null;
  return { id, language, text, parameters, mutating: false, lines, binds, columns, statusWords, source, byHand: null, file };
}

/** Conditions are bound to the columns of the block, so what stands in for it must have them too. */
function withVariant(old: QueryTemplate | undefined, { file, statement }: QueryReplacement, where: string): QueryTemplate | Problem {
  if (old === undefined)
    return fileProblem('qpp-unmatched', `${file.name} replaces a block that the step does not have.`, 'Name an existing block.');
  const variants = old.variants ?? [];
  const same = variants.find((variant) => variant.where === where);
  if (same !== undefined)
    return fileProblem('qpp-conflict', `${file.name} and ${same.file.name} replace the same block.`, 'Keep one of them.');
  const lacking = lackingColumns(old, statement.columns);
  if (lacking.length > 0)
    return fileProblem(
      'qpp-columns',
      `${file.name} lacks ${lacking.join(', ')}, which the block it replaces yields.`,
      'Select those columns too.',
    );
  const { language, text, parameters, binds, columns, statusWords } = statement;
  const variant: QueryVariant = { where, file, language, text, parameters, binds, columns, statusWords };
  return {
    ...old,
    parameters: [...new Set([...old.parameters, ...parameters])],
    columns: old.columns ?? columns,
    statusWords: [...new Set([...old.statusWords, ...statusWords])],
    variants: [...variants, variant],
  };
}

function lackingColumns({ columns }: QueryTemplate, found: readonly string[] | null): readonly string[] {
  return columns === null || found === null ? [] : columns.filter((column) => !found.includes(column));
}

function stray({ file, nodeId }: QueryReplacement): Problem {
  return fileProblem('qpp-unmatched', `${file.name}: the guide has no step ${nodeId.slice(1)}.`, '`periplus compile` lists the steps.');
}
