import type { KubeObject, Labels, LabelSelector } from './meta.js';
import { StatusError } from './status-error.js';

interface Requirement {
  readonly key: string;
  readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist' | 'Gt' | 'Lt';
  readonly values: readonly string[];
}

/** Does a `LabelSelector` of an object select these labels? An empty selector selects everything. */
export function selects(selector: LabelSelector | undefined, labels: Labels | undefined): boolean {
  if (selector === undefined) return false;
  return requirementsOf(selector).every((requirement) => holds(requirement, labels ?? {}));
}

/** Does a plain map selector (a Service's) select these labels? An empty map selects nothing. */
export function mapSelects(selector: Labels | undefined, labels: Labels | undefined): boolean {
  const wanted = Object.entries(selector ?? {});
  return wanted.length > 0 && wanted.every(([key, value]) => labels?.[key] === value);
}

/** `app=web,tier!=db,env in (a,b),!old` → a test of labels. Unreadable text is a 400. */
export function parseLabelSelector(text: string): (labels: Labels | undefined) => boolean {
  const requirements = splitRequirements(text).map(parseRequirement);
  return (labels) => requirements.every((requirement) => holds(requirement, labels ?? {}));
}

/** A selector as text, as `status.selector` of a scale shows it. */
export function selectorText(selector: LabelSelector | undefined): string {
  return requirementsOf(selector ?? {})
    .map(({ key, operator, values }) => {
      if (operator === 'Exists') return key;
      if (operator === 'DoesNotExist') return `!${key}`;
      if (operator === 'In' && values.length === 1) return `${key}=${values.join('')}`;
      return `${key} ${operator.toLowerCase()} (${values.join(',')})`;
    })
    .join(',');
}

/** `metadata.name=x,status.phase!=Running` → a test of objects. An unknown field is a 400, as on a cluster. */
export function parseFieldSelector(text: string, known: readonly string[]): (object: KubeObject) => boolean {
  const terms = text
    .split(',')
    .filter((term) => term !== '')
    .map((term) => parseFieldTerm(term, known));
  return (object) => terms.every((term) => (fieldOf(object, term.path) === term.value) === term.equal);
}

function parseFieldTerm(term: string, known: readonly string[]): { path: string; value: string; equal: boolean } {
  const match = /^([^=!]+?)\s*(!=|==|=)\s*(.*)$/u.exec(term.trim());
  if (match === null) throw StatusError.badRequest(`invalid selector: '${term}'; can't understand '${term}'`);
  const [, path = '', operator = '=', value = ''] = match;
  if (!known.includes(path)) throw StatusError.badRequest(`field label not supported: ${path}`);
  return { path, value, equal: operator !== '!=' };
}

function fieldOf(object: KubeObject, path: string): string {
  let value: unknown = object;
  for (const step of path.replace(/^regarding\./u, 'involvedObject.').split('.')) value = isRecord(value) ? value[step] : undefined;
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function requirementsOf(selector: LabelSelector): readonly Requirement[] {
  return [
    ...Object.entries(selector.matchLabels ?? {})
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, value]): Requirement => ({ key, operator: 'In', values: [value] })),
    ...(selector.matchExpressions ?? []).map((expression): Requirement => ({
      key: expression.key,
      operator: expression.operator as Requirement['operator'],
      values: expression.values ?? [],
    })),
  ];
}

function holds(requirement: Requirement, labels: Labels): boolean {
  const value = labels[requirement.key];
  switch (requirement.operator) {
    case 'In':
      return value !== undefined && requirement.values.includes(value);
    case 'NotIn':
      return value === undefined || !requirement.values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    case 'Gt':
      return value !== undefined && Number(value) > Number(requirement.values[0]);
    case 'Lt':
      return value !== undefined && Number(value) < Number(requirement.values[0]);
    default:
      return false;
  }
}

/** Splits at commas outside parentheses. */
function splitRequirements(text: string): readonly string[] {
  return text
    .split(/,(?![^(]*\))/u)
    .map((each) => each.trim())
    .filter((each) => each !== '');
}

const KEY = '[A-Za-z0-9](?:[-A-Za-z0-9_./]*[A-Za-z0-9])?';
const EQUALITY = new RegExp(`^(${KEY})\\s*(==|=|!=)\\s*([-A-Za-z0-9_.]*)$`, 'u');
const SET = new RegExp(`^(${KEY})\\s+(in|notin)\\s*\\(([^)]*)\\)$`, 'u');
const ORDER = new RegExp(`^(${KEY})\\s*([<>])\\s*([0-9]+)$`, 'u');
const EXISTENCE = new RegExp(`^(!?)\\s*(${KEY})$`, 'u');

function parseRequirement(text: string): Requirement {
  const equality = EQUALITY.exec(text);
  if (equality !== null) {
    return { key: equality[1] ?? '', operator: equality[2] === '!=' ? 'NotIn' : 'In', values: [equality[3] ?? ''] };
  }
  const set = SET.exec(text);
  if (set !== null) {
    const values = (set[3] ?? '').split(',').map((value) => value.trim());
    return { key: set[1] ?? '', operator: set[2] === 'in' ? 'In' : 'NotIn', values };
  }
  const order = ORDER.exec(text);
  if (order !== null) return { key: order[1] ?? '', operator: order[2] === '>' ? 'Gt' : 'Lt', values: [order[3] ?? ''] };
  const existence = EXISTENCE.exec(text);
  if (existence !== null) return { key: existence[2] ?? '', operator: existence[1] === '!' ? 'DoesNotExist' : 'Exists', values: [] };
  throw StatusError.badRequest(`unable to parse requirement: found '${text}', expected: identifier, '!', '=', '!=', 'in', or 'notin'`);
}
