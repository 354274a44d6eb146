import type { Compilation } from '../guide.js';
import type { PlanDag, PlanNode } from '../plan.js';
import { describePredicate } from '../predicate/index.js';
import { linesOf, stepHash } from './step-hash.js';

/**
 * An overlay to fill in: every step that decides or changes something with its hash, its conditions with what was understood
 * of them, and the parameters nobody has a source for. As it is written it changes nothing.
 */
export function newOverlay(file: string, markdown: string, { plan }: Compilation): string {
  const nodes = plan?.nodes ?? [];
  const lines = linesOf(markdown);
  const steps = nodes.flatMap((node) => stepEntry(node, stepHash(node, lines), plan));
  return [
    `# What is added to ${file}, which may not be edited. Fill in what you need, and remove the rest: an empty value says nothing.`,
    '# Each entry holds for as long as the words of its step have the hash; an edit is reported, and nothing of it is applied.',
    `guide: ${quoted(file)}`,
    ...parameterEntries(plan),
    ...(steps.length === 0 ? [] : ['steps:', ...steps]),
    '',
  ].join('\n');
}

function parameterEntries(plan: PlanDag | null): string[] {
  const unknown = (plan?.parameters ?? []).filter(({ source }) => source === 'the person');
  if (unknown.length === 0) return [];
  return [
    '# A person is asked for these. A source may be: alert label namespace',
    '# parameters:',
    ...unknown.map(({ name }) => `#   ${name}: alert label ${name}`),
  ];
}

function stepEntry(node: PlanNode, hash: string, plan: PlanDag | null): string[] {
  const conditions = conditionsOf(node.id, plan);
  const changes = node.queries.some(({ mutating }) => mutating) || node.kind === 'mitigate';
  if (conditions.length === 0 && !changes) return [];
  return [
    `  - step: ${quoted(node.title)}`,
    `    hash: ${quoted(hash)}`,
    ...(conditions.length === 0 ? [] : ['    conditions:', ...conditions]),
    ...(changes ? changeEntries(node) : []),
  ];
}

function conditionsOf(id: string, plan: PlanDag | null): string[] {
  const ways = [...(plan?.edges ?? []), ...(plan?.loops ?? [])].filter(({ from }) => from === id);
  const texts = new Map(
    ways.flatMap(({ condition }) => (condition === null || condition.otherwise ? [] : [[condition.text, condition.predicate] as const])),
  );
  return [...texts].flatMap(([text, predicate]) => [
    `      - text: ${quoted(text)}`,
    `        when: # ${predicate === null ? 'nothing: a person is asked; for example any(value) > 5' : `decided by rule: ${describePredicate(predicate)}`}`,
  ]);
}

function changeEntries({ options }: PlanNode): string[] {
  return [
    `    rollback: # ${options.rollback === null ? 'what takes it back' : `the guide says: ${oneLine(options.rollback)}`}`,
    '    verification:',
    '      wait: # 2m',
    '      language: # promql',
    '      query: # what tells whether it helped',
    '      when: # any(value) < 5, an outcome',
  ];
}

/** JSON texts are YAML texts. */
function quoted(text: string): string {
  return JSON.stringify(text);
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ');
}
