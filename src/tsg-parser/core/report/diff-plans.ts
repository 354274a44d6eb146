import type { PlanDag, PlanEdge, PlanNode } from '../plan.js';
import { canonicalJson } from '../passes/seal-plan.js';

/** What changed from one plan to another, in words, one change an entry. Steps are told apart by their title, not by their number. */
export function diffPlans(before: PlanDag, after: PlanDag): readonly string[] {
  if (before.id === after.id) return [];
  const names = pairs(before.nodes, after.nodes);
  return [...nodeChanges(before, after, names), ...edgeChanges(before, after, names), ...parameterChanges(before, after)];
}

/** Old id → new id, for steps of the same title, else of the same id. */
function pairs(before: readonly PlanNode[], after: readonly PlanNode[]): Map<string, string> {
  const names = new Map<string, string>([
    ['start', 'start'],
    ['end', 'end'],
  ]);
  const free = new Set(after.map(({ id }) => id));
  const take = (old: PlanNode, found: PlanNode | undefined): void => {
    if (found === undefined || names.has(old.id)) return;
    names.set(old.id, found.id);
    free.delete(found.id);
  };
  for (const old of before)
    take(
      old,
      after.find(({ id, title }) => free.has(id) && title === old.title),
    );
  for (const old of before)
    take(
      old,
      after.find(({ id }) => free.has(id) && id === old.id),
    );
  return names;
}

function nodeChanges(before: PlanDag, after: PlanDag, names: ReadonlyMap<string, string>): string[] {
  const kept = new Set(names.values());
  const gone = before.nodes.filter(({ id }) => !names.has(id)).map(({ title }) => `The step "${title}" is gone.`);
  const added = after.nodes.filter(({ id }) => !kept.has(id)).map(({ title }) => `The step "${title}" is new.`);
  const changed = before.nodes.flatMap((old) => {
    const now = after.nodes.find(({ id }) => id === names.get(old.id));
    return now === undefined ? [] : changesOf(old, now);
  });
  return [...gone, ...added, ...changed];
}

function changesOf(old: PlanNode, now: PlanNode): string[] {
  const changes: string[] = [];
  if (old.title !== now.title) changes.push(`The step "${old.title}" is now called "${now.title}".`);
  if (old.kind !== now.kind) changes.push(`"${now.title}" was ${old.kind}, it is ${now.kind}.`);
  const [asked, asks] = [old.queries.map(({ text }) => text), now.queries.map(({ text }) => text)];
  for (const text of asked.filter((query) => !asks.includes(query))) changes.push(`"${now.title}" no longer runs: ${text}`);
  for (const text of asks.filter((query) => !asked.includes(query))) changes.push(`"${now.title}" now runs: ${text}`);
  if (canonicalJson(old.options) !== canonicalJson(now.options) || old.waitMs !== now.waitMs)
    changes.push(`"${now.title}" has other options (timeout, retries, waiting, rollback).`);
  return changes;
}

function edgeChanges(before: PlanDag, after: PlanDag, names: ReadonlyMap<string, string>): string[] {
  const title = (plan: PlanDag, id: string): string => plan.nodes.find((node) => node.id === id)?.title ?? id;
  const words = (plan: PlanDag, { from, to, condition }: PlanEdge): string =>
    `from "${title(plan, from)}" to "${title(plan, to)}"${condition === null ? '' : ` if ${condition.text}`}`;
  const renamed = before.edges.map((edge) => ({
    edge,
    key: keyOf({ ...edge, from: names.get(edge.from) ?? `gone ${edge.from}`, to: names.get(edge.to) ?? `gone ${edge.to}` }),
  }));
  const [old, now] = [new Set(renamed.map(({ key }) => key)), new Set(after.edges.map(keyOf))];
  const gone = renamed.filter(({ key }) => !now.has(key)).map(({ edge }) => `The way ${words(before, edge)} is gone.`);
  const added = after.edges.filter((edge) => !old.has(keyOf(edge))).map((edge) => `The way ${words(after, edge)} is new.`);
  return [...gone, ...added];
}

function keyOf({ from, to, condition }: PlanEdge): string {
  return canonicalJson({ from, to, text: condition?.text ?? null });
}

function parameterChanges(before: PlanDag, after: PlanDag): string[] {
  const [old, now] = [before.parameters.map(({ name }) => name), after.parameters.map(({ name }) => name)];
  return [
    ...old.filter((name) => !now.includes(name)).map((name) => `The parameter ${name} is gone.`),
    ...now.filter((name) => !old.includes(name)).map((name) => `The parameter ${name} is new.`),
  ];
}
