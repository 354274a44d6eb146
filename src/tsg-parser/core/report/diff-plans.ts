import type { EdgeCondition, PlanDag, PlanEdge, PlanLoop, PlanNode, PlanParameter } from '../plan.js';
import { describePredicate } from '../predicate/index.js';
import { canonicalJson } from '../passes/seal-plan.js';

/** What changed from one plan to another, in words, one change an entry. Steps are told apart by their title, not by their number. */
export function diffPlans(before: PlanDag, after: PlanDag): readonly string[] {
  if (before.id === after.id) return [];
  const names = pairs(before.nodes, after.nodes);
  return [
    ...nodeChanges(before, after, names),
    ...edgeChanges(before, after, names),
    ...parameterChanges(before, after),
    ...guideChanges(before, after),
  ];
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
  const way = (plan: PlanDag, { from, to }: Way): string => `from "${title(plan, from)}" to "${title(plan, to)}"`;
  const renamed = before.edges.map((edge) => ({ edge, from: names.get(edge.from) ?? null, to: names.get(edge.to) ?? null }));
  const gone = renamed.filter(({ from, to }) => !after.edges.some((now) => now.from === from && now.to === to));
  const added = after.edges.filter((now) => !renamed.some(({ from, to }) => now.from === from && now.to === to));
  const changed = renamed.flatMap(({ edge, from, to }) => {
    const now = after.edges.find((other) => other.from === from && other.to === to);
    return now === undefined ? [] : conditionChange(way(after, now), edge.condition, now.condition);
  });
  return [
    ...gone.map(({ edge }) => `The way ${way(before, edge)}${ifOf(edge.condition)} is gone.`),
    ...added.map((edge) => `The way ${way(after, edge)}${ifOf(edge.condition)} is new.`),
    ...changed,
    ...loopChanges(before, after, names, way),
  ];
}

type Way = Pick<PlanEdge, 'from' | 'to'>;

function ifOf(condition: EdgeCondition | null): string {
  return condition === null ? '' : ` if ${condition.text}`;
}

function conditionChange(way: string, old: EdgeCondition | null, now: EdgeCondition | null): string[] {
  if ((old?.text ?? null) !== (now?.text ?? null)) return [`The way ${way} was taken ${takenIf(old)}, it is taken ${takenIf(now)}.`];
  if (canonicalJson(old?.predicate ?? null) === canonicalJson(now?.predicate ?? null)) return [];
  return [`The way ${way} was decided by ${deciderOf(old)}, it is decided by ${deciderOf(now)}.`];
}

function takenIf(condition: EdgeCondition | null): string {
  return condition === null ? 'in any case' : `if ${condition.text}`;
}

function deciderOf(condition: EdgeCondition | null): string {
  const predicate = condition?.predicate ?? null;
  return predicate === null ? 'a person' : `the rule ${describePredicate(predicate)}`;
}

function loopChanges(
  before: PlanDag,
  after: PlanDag,
  names: ReadonlyMap<string, string>,
  way: (plan: PlanDag, loop: Way) => string,
): string[] {
  const key = ({ from, to, condition, maxIterations, intervalMs }: PlanLoop): string =>
    canonicalJson({ from, to, text: condition?.text ?? null, maxIterations, intervalMs });
  const known = (loop: PlanLoop): string => key({ ...loop, from: names.get(loop.from) ?? '', to: names.get(loop.to) ?? '' });
  const [old, now] = [new Set(before.loops.map(known)), new Set(after.loops.map(key))];
  const words = (plan: PlanDag, loop: PlanLoop): string =>
    `The repeat ${way(plan, loop)}${ifOf(loop.condition)}, at most ${loop.maxIterations} times,`;
  return [
    ...before.loops.filter((loop) => !now.has(known(loop))).map((loop) => `${words(before, loop)} is gone.`),
    ...after.loops.filter((loop) => !old.has(key(loop))).map((loop) => `${words(after, loop)} is new.`),
  ];
}

function parameterChanges(before: PlanDag, after: PlanDag): string[] {
  const named = (plan: PlanDag, name: string): PlanParameter | undefined => plan.parameters.find((parameter) => parameter.name === name);
  const gone = before.parameters.filter(({ name }) => named(after, name) === undefined).map(({ name }) => `The parameter ${name} is gone.`);
  const added = after.parameters.filter(({ name }) => named(before, name) === undefined).map(({ name }) => `The parameter ${name} is new.`);
  const changed = before.parameters.flatMap((old) => {
    const now = named(after, old.name);
    if (now === undefined || canonicalJson(old) === canonicalJson(now)) return [];
    return [
      old.source === now.source
        ? `The parameter ${old.name} is declared otherwise (type, default, required, description).`
        : `The parameter ${old.name} came from ${old.source}, it comes from ${now.source}.`,
    ];
  });
  return [...gone, ...added, ...changed];
}

/** What holds for the guide as a whole. */
function guideChanges(before: PlanDag, after: PlanDag): string[] {
  return [
    ...(before.outcome === after.outcome ? [] : [`Its outcome was ${before.outcome}, it is ${after.outcome}.`]),
    ...(canonicalJson(before.limits ?? null) === canonicalJson(after.limits ?? null)
      ? []
      : ['What it forbids itself (mode, policy) is another.']),
  ];
}
