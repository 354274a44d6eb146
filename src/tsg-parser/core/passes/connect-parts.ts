import { stepsOf, type DraftGroup, type DraftPart, type DraftStep, type Exit, type Guard } from '../draft.js';
import { anchorOf, stepLabel } from '../grammar/step-label.js';
import type { Target } from '../grammar/jump.js';
import { isPhaseHeading } from '../grammar/section-role.js';
import { lineOf } from '../steps/arrange.js';
import { triedInVain } from '../steps/fallback.js';
import { NONE_MATCHES, type Connected, type DraftCondition, type DraftEdge, type Open, type SyntheticNode } from '../draft-graph.js';
import { resolveJumps, type PendingJump } from './read-jumps.js';

/** Walks the parts in the order of the text, carrying the open ends of what was read so far. */
export function connectParts(procedure: DraftGroup, ids: ReadonlyMap<DraftStep, string>): Connected {
  return new Connector(ids).connect(procedure);
}

class Connector {
  private readonly edges: DraftEdge[] = [];
  private readonly jumps: PendingJump[] = [];
  private readonly synthetic: SyntheticNode[] = [];
  private lastLine = 1;
  private headingLine: number | null = null;
  private targeted: ReadonlySet<string> = new Set();
  private titles: ReadonlySet<string> = new Set();
  private jumpedInto: ReadonlySet<DraftGroup> = new Set();
  /** The decision that stands before arms, where there is one. */
  private readonly decisions = new Map<DraftPart, string>();

  constructor(private readonly ids: ReadonlyMap<DraftStep, string>) {}

  connect(procedure: DraftGroup): Connected {
    this.targeted = jumpedAt(procedure);
    this.titles = anchorsIn(procedure);
    this.jumpedInto = armsJumpedInto(procedure);
    const ends = this.part(procedure, [{ from: 'start', condition: null, line: null }], procedure);
    const resolved = resolveJumps(procedure, this.jumps, {
      ids: this.ids,
      decisions: this.decisions,
      edges: this.edges,
      ends,
      lastLine: this.lastLine,
    });
    return { ...resolved, synthetic: this.synthetic };
  }

  private part(part: DraftPart, opens: readonly Open[], root: DraftGroup): Open[] {
    switch (part.part) {
      case 'step':
        return this.step(part, opens);
      case 'jump':
        return this.jump(part.exit, opens);
      case 'sequence':
        this.enter(part);
        return this.sequence(part.parts, opens, root);
      case 'parallel':
        return part.parts.flatMap((member) => this.guarded(member, opens, root, false));
      case 'arms':
        this.enter(part);
        return this.arms(part, opens, root);
    }
  }

  private enter(part: DraftGroup): void {
    if (part.title !== '') this.headingLine = part.line;
  }

  private sequence(parts: readonly DraftPart[], opens: readonly Open[], root: DraftGroup): Open[] {
    let open = opens;
    let unmatched: Open[] = [];
    for (const [index, part] of parts.entries()) {
      if (isFallbackStep(part)) {
        open = [...open, ...unmatched];
        unmatched = [];
      }
      if (entersByJump(part, this.targeted)) open = [...open, ...this.part(part, [], root)];
      else if (isNextAttempt(part) && parts.slice(index + 1).every(isRemedy)) open = this.nextAttempt(part, open, root);
      else open = this.guarded(part, open, root, true);
      if (part.part !== 'arms' || !parts.slice(index + 2).some(isFallbackStep)) continue;
      unmatched = [...unmatched, ...open.filter(isUnmatched)];
      open = open.filter((end) => !isUnmatched(end));
    }
    return [...open, ...unmatched];
  }

  /** A guarded part in a sequence lets those pass by for whom its condition does not hold. */
  private guarded(part: DraftPart, opens: readonly Open[], root: DraftGroup, passBy: boolean): Open[] {
    const guard = guardOf(part);
    if (part.part === 'step' && part.fallback && guard !== null) return this.fallback(part, guard, opens);
    if (guard === null) return this.part(part, opens, root);
    if (opens.some(({ condition }) => condition?.otherwise === true)) return this.guarded(part, [this.decide(opens, part)], root, passBy);
    if (passBy && isAlert(part, guard, opens)) return this.part(part, opens, root);
    const inside = this.part(
      part,
      opens.map((open) => under(open, guard)),
      root,
    );
    if (handsOver(part)) this.toEnd(inside.splice(0));
    return passBy && guard.awaited !== true ? [...inside, ...opens.map((open) => ({ ...open, condition: negation(guard) }))] : inside;
  }

  /** "If that didn't work, …": who was helped is done. */
  private nextAttempt(part: DraftPart, opens: readonly Open[], root: DraftGroup): Open[] {
    const guard = guardOf(part);
    if (guard === null || opens.some(({ condition }) => condition !== null)) return this.guarded(part, opens, root, true);
    this.toEnd(opens.map((open) => ({ ...open, condition: negation(guard), line: guard.line })));
    return this.guarded(part, opens, root, false);
  }

  private arms(group: DraftGroup, opens: readonly Open[], root: DraftGroup): Open[] {
    const { parts } = group;
    const several =
      opens.length > 1 || opens.some(({ condition }) => condition?.otherwise === true) || (opens.length > 0 && this.jumpedInto.has(group));
    const from = several ? [this.decide(opens, parts[0])] : opens;
    if (several) this.decisions.set(group, from[0]?.from ?? '');
    const ends: Open[] = [];
    const guards: (Guard | null)[] = [];
    for (const part of parts) {
      const guard = guardOf(part);
      guards.push(guard);
      ends.push(...this.part(part, guard === null ? from : from.map((open) => under(open, guard)), root));
    }
    if (guards.some((guard) => guard === null || guard.otherwise) || group.exhaustive || exhaustive(guards)) return ends;
    return [...ends, ...from.map((open) => ({ ...open, condition: noneOf(guards) }))];
  }

  /** "If the issue persists": from every end that has no condition; those that matched no arm come straight here. */
  private fallback(step: DraftStep, guard: Guard, opens: readonly Open[]): Open[] {
    const unconditional = new Set(opens.filter(({ condition }) => condition === null).map(({ from }) => from));
    const incoming = opens.flatMap((open): Open[] =>
      open.condition === null ? [under(open, guard)] : unconditional.has(open.from) ? [] : [open],
    );
    const passing = opens
      .filter(({ condition }) => condition === null)
      .map((open) => ({ ...open, condition: negation(guard), line: guard.line }));
    return [...this.step(step, incoming), ...passing];
  }

  private step(step: DraftStep, opens: readonly Open[]): Open[] {
    const id = this.ids.get(step) ?? '';
    this.lastLine = Math.max(this.lastLine, step.lines[1]);
    for (const open of opens) this.edge(open, id, step.lines[0]);
    return this.exits(step, id);
  }

  private edge(open: Open, to: string, line: number): void {
    this.edges.push({ from: open.from, to, condition: open.condition, line: open.line ?? line, outcome: false, cause: null });
  }

  /** The ways out the text names, and the way on for whom none of them holds. */
  private exits(step: DraftStep, id: string): Open[] {
    const known = step.exits.filter((exit) => !this.isElsewhere(exit));
    const conditional = known.filter(({ guard }) => guard !== null && !guard.otherwise);
    const opens: Open[] = [];
    let closed = false;
    for (const exit of known) {
      if (exit.to.kind === 'onward' && exit.guard?.otherwise === true && conditional.length === 0) continue;
      const condition = exit.guard === null ? restOf(conditional) : draftCondition(exit.guard);
      if ((exit.guard === null && !isAgain(exit)) || exit.guard?.otherwise === true) closed = true;
      if (exit.to.kind === 'onward') opens.push({ from: id, condition, line: exit.line });
      else this.jumps.push({ from: id, step, exit, condition });
    }
    if (closed) return opens;
    if (conditional.length === 0) return [...opens, { from: id, condition: null, line: null }];
    const goesOn = conditional.some(({ to }) => to.kind === 'onward');
    const jumpsOut = conditional.filter(({ to }) => to.kind === 'steps').length;
    if (goesOn || (jumpsOut > 1 && step.label !== null)) {
      this.jumps.push({
        from: id,
        step,
        exit: { guard: null, to: { kind: 'end', outcome: false }, line: conditional[0]?.line ?? step.lines[0], cause: null },
        condition: restOf(conditional),
      });
      return opens;
    }
    return [...opens, { from: id, condition: restOf(conditional), line: null }];
  }

  /** "Go to the Billing section" of some console: no heading of this guide, so no way within it. */
  private isElsewhere({ to }: Exit): boolean {
    return to.kind === 'steps' && to.targets.every((target) => target.kind === 'titled' && !this.titles.has(anchorOf(target.title)));
  }

  private jump(exit: Exit, opens: readonly Open[]): Open[] {
    for (const open of opens)
      this.jumps.push({
        from: open.from,
        step: null,
        exit,
        condition: open.condition ?? (exit.guard === null ? null : draftCondition(exit.guard)),
      });
    return [];
  }

  private toEnd(opens: readonly Open[]): void {
    for (const open of opens) this.edge(open, 'end', open.line ?? this.lastLine);
  }

  /** Where several ends meet several arms, one decision stands between. */
  private decide(opens: readonly Open[], part: DraftPart | undefined): Open {
    const id = `d${String(this.synthetic.length + 1)}`;
    const line = this.headingLine ?? lineOf(part);
    this.synthetic.push({ id, title: 'Decide how to go on', line });
    for (const open of opens) this.edge(open, id, line);
    return { from: id, condition: null, line: null };
  }
}

function isNextAttempt(part: DraftPart): boolean {
  return part.part !== 'jump' && part.guard !== null && !isFallbackStep(part) && triedInVain(part.guard.text);
}

function isRemedy(part: DraftPart): boolean {
  return part.part !== 'jump' && [...stepsOf(part)].every(({ kind }) => kind === 'mitigate' || kind === 'escalate');
}

function isFallbackStep(part: DraftPart): boolean {
  return part.part === 'step' && part.fallback;
}

/** None of the arms held: what helps there is the fallback, where the section has one, not what follows the arms. */
function isUnmatched({ condition }: Open): boolean {
  return condition?.text === NONE_MATCHES;
}

function guardOf(part: DraftPart): Guard | null {
  return part.part === 'jump' ? part.exit.guard : part.guard;
}

/** "If it is the network, escalate to its owners.": theirs from there on. */
function handsOver(part: DraftPart): boolean {
  return part.part === 'step' && part.kind === 'escalate' && part.exits.length === 0;
}

function isAgain({ to }: Exit): boolean {
  return to.kind === 'steps' && to.again === true;
}

/** A lone condition before the very first step restates the alert that brought the reader here, unless it is about the reader. */
function isAlert(part: DraftPart, { text }: Guard, opens: readonly Open[]): boolean {
  return part.part === 'step' && opens.length === 1 && opens[0]?.from === 'start' && !/^(?:you|your|we|our|using|running)\b/i.test(text);
}

function under(open: Open, guard: Guard): Open {
  const own = draftCondition(guard);
  const condition = open.condition === null ? own : { ...own, text: `${open.condition.text} and ${own.text}` };
  return { from: open.from, condition, line: guard.line };
}

function anchorsIn(part: DraftPart): Set<string> {
  if (part.part === 'jump') return new Set();
  return new Set([...part.anchors, ...(part.part === 'step' ? [] : part.parts.flatMap((child) => [...anchorsIn(child)]))]);
}

/** Anchors that conditional jumps lead to. */
function jumpedAt(procedure: DraftGroup): Set<string> {
  return new Set(
    [...exitsOf(procedure)].flatMap(({ exit, bare }) =>
      exit.guard === null || exit.to.kind !== 'steps' ? [] : anchorsOf(exit.to.targets, bare),
    ),
  );
}

/** Arms that stand first in a section some step jumps to: those who come by the text and those who jump meet the same choice. */
function armsJumpedInto(procedure: DraftGroup): Set<DraftGroup> {
  const anchors = new Set(
    [...exitsOf(procedure)].flatMap(({ exit }) =>
      exit.to.kind === 'steps' ? exit.to.targets.flatMap((target) => (target.kind === 'anchor' ? [target.anchor] : [])) : [],
    ),
  );
  return new Set(groupsIn(procedure).flatMap((part) => (part.anchors.some((anchor) => anchors.has(anchor)) ? firstArms(part) : [])));
}

function firstArms(part: DraftPart): DraftGroup[] {
  if (part.part === 'arms') return [part];
  const [first] = part.part === 'sequence' ? part.parts : [];
  return first === undefined ? [] : firstArms(first);
}

function groupsIn(part: DraftPart): DraftGroup[] {
  return part.part === 'step' || part.part === 'jump' ? [] : [part, ...part.parts.flatMap(groupsIn)];
}

/** A short-cut out of a step into Mitigation leaves the way through Diagnosis open; a list item that is nothing but a jump does not. */
function anchorsOf(targets: readonly Target[], bare: boolean): string[] {
  return targets.flatMap((target) =>
    target.kind === 'anchor' && (bare || !isPhaseHeading(target.anchor.replace(/-/g, ' '))) ? [target.anchor] : [],
  );
}

function* exitsOf(part: DraftPart): Generator<{ readonly exit: Exit; readonly bare: boolean }> {
  if (part.part === 'step') for (const exit of part.exits) yield { exit, bare: false };
  else if (part.part === 'jump') yield { exit: part.exit, bare: true };
  else for (const child of part.parts) yield* exitsOf(child);
}

/** A section without a number that a condition sends to is not fallen into: who was not sent passes it. */
function entersByJump(part: DraftPart, targeted: ReadonlySet<string>): boolean {
  if (part.part === 'jump') return false;
  if (part.part === 'step' ? part.label !== null : stepLabel(part.title) !== null) return false;
  return part.anchors.some((anchor) => targeted.has(anchor));
}

function draftCondition({ text, otherwise, authored }: Guard): DraftCondition {
  return { text, otherwise, authored };
}

function negation(guard: Guard): DraftCondition {
  return { text: `not(${guard.text})`, otherwise: true, authored: null };
}

function noneOf(guards: readonly (Guard | null)[]): DraftCondition {
  const [only] = guards;
  return guards.length === 1 && only !== undefined && only !== null
    ? negation(only)
    : { text: NONE_MATCHES, otherwise: true, authored: null };
}

function restOf(conditional: readonly Exit[]): DraftCondition | null {
  return conditional.length === 0 ? null : noneOf(conditional.map(({ guard }) => guard));
}

/** Arms that say one thing and its opposite leave nothing over. */
function exhaustive(guards: readonly (Guard | null)[]): boolean {
  const texts = guards.map((guard) => (guard?.text ?? '').toLowerCase());
  return OPPOSITES.some(
    ([left, right]) => texts.some((text) => left.test(text)) && texts.some((text) => right.test(text) && !left.test(text)),
  );
}

const OPPOSITES: readonly (readonly [RegExp, RegExp])[] = [
  [/\btransient\b/, /\bpersist(?:ent|s)\b/],
  [/\breplicas?\b/, /\b(?:leader|primary|master)\b/],
  [/\b(?:is|are|be) `?off`?\b|\bdisabled\b/, /\b(?:is|are|be) `?on`?\b|\benabled\b/],
  [/\bphysical\b/, /\bv(?:irtual|mswitch)\b/],
  [/\bsucceeds?\b|\bsuccessful\b/, /\bfail(?:s|ed)?\b/],
];
