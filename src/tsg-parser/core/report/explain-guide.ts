import { describePredicate } from '../predicate/index.js';
import type { Compilation } from '../guide.js';
import type { PlanEdge, PlanNode, PlanParameter } from '../plan.js';
import type { QueryFileMark } from '../query-file.js';
import type { QueryTemplate } from '../query-template.js';

/** The guide with what each of its lines became, beside it. */
export function explainGuide(markdown: string, { plan, problems }: Compilation): string {
  const notes = new Map<number, string[]>();
  const note = (line: number, text: string): void => {
    notes.set(line, [...(notes.get(line) ?? []), text]);
  };
  for (const node of plan?.nodes ?? []) {
    note(node.lines[0], stepNote(node));
    for (const said of settingNotes(node)) note(node.lines[0], said);
    if (node.cause !== null) note(node.cause.line, `held to be the cause once ${node.id} is reached`);
    for (const query of node.queries) for (const said of queryNotes(query)) note(query.lines[0], said);
  }
  for (const edge of plan?.edges ?? []) note(edge.line, edgeNote(edge));
  for (const { line, from, to, maxIterations } of plan?.loops ?? []) note(line, `${from} ↺ ${to}, at most ${String(maxIterations)} times`);
  for (const { line, severity, rule, message } of problems) note(line, `${severity}: ${rule}: ${message}`);
  const lines = markdown
    .split(/\r\n?|\n/)
    .flatMap((text, index) => [
      `${String(index + 1).padStart(4)} │ ${text}`,
      ...(notes.get(index + 1) ?? []).map((said) => `     │   ⇒ ${said}`),
    ]);
  return [...lines, ...parameterNotes(plan?.parameters ?? [])].join('\n');
}

/** What a step waits for, follows, and does where it fails. */
function settingNotes({ waitMs, subGuide, options }: PlanNode): readonly string[] {
  const { timeoutMs, retries, onFailure, rollback } = options;
  const settings = [
    ...(timeoutMs === null ? [] : [`timeout ${timeoutMs / 1000} s`]),
    ...(retries === null ? [] : [`${retries} retries`]),
    ...(onFailure === null ? [] : [`on failure ${onFailure}`]),
    ...(rollback === null ? [] : [`rollback: ${rollback}`]),
  ];
  return [
    ...(waitMs === null ? [] : [`waits ${waitMs / 1000} s first`]),
    ...(subGuide === null ? [] : [`runs the guide ${subGuide}`]),
    ...(settings.length === 0 ? [] : [settings.join(', ')]),
  ];
}

function parameterNotes(parameters: readonly PlanParameter[]): readonly string[] {
  if (parameters.length === 0) return [];
  const notes = parameters.map(({ name, source, type, required, default: fallback }) => {
    const more = [type, required ? 'required' : 'optional', ...(fallback === null ? [] : [`default ${fallback}`])].join(', ');
    return `     │   ⇒ parameter ${name} from ${source} (${more})`;
  });
  return ['     │', ...notes];
}

function stepNote({ id, kind, title, lines }: PlanNode): string {
  return `${id}: ${kind} "${title}", lines ${String(lines[0])} to ${String(lines[1])}`;
}

function queryNotes({ id, language, mutating, parameters, byHand, file, variants = [] }: QueryTemplate): readonly string[] {
  const needs = parameters.length === 0 ? '' : `, needs ${parameters.join(', ')}`;
  const hands = byHand === null ? '' : `, by hand: ${byHand}`;
  const kept = file === undefined ? '' : `, from ${fileText(file)}`;
  return [
    `${id}: ${language}, ${mutating ? 'changes' : 'reads'}${needs}${hands}${kept}`,
    ...variants.map(({ where, file: own }) => `${id} at ${where}: from ${fileText(own)}`),
  ];
}

function fileText({ name, sha256 }: QueryFileMark): string {
  return `${name} (sha256 ${sha256.slice(0, 12)})`;
}

function edgeNote({ from, to, condition }: PlanEdge): string {
  if (condition === null) return `${from} → ${to}`;
  if (condition.otherwise) return `${from} → ${to} where no other condition holds ("${condition.text}")`;
  const how = condition.predicate === null ? 'asked of a person' : `decided by rule: ${describePredicate(condition.predicate)}`;
  return `${from} → ${to} if "${condition.text}", ${how}`;
}
