/** kubectl's JSONPath template, parsed. Strings may hold holes as marks. */
export type JsonPathTemplate = readonly TemplatePart[];

export type TemplatePart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'path'; readonly path: JsonPath }
  | { readonly kind: 'range'; readonly over: JsonPath; readonly body: JsonPathTemplate };

/** Steps from the root, or from the current item where `relative`. */
export interface JsonPath {
  readonly relative: boolean;
  readonly steps: readonly PathStep[];
}

export type PathStep =
  | { readonly kind: 'field'; readonly name: string }
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'slice'; readonly from: number | null; readonly to: number | null; readonly step: number }
  | { readonly kind: 'every' }
  | { readonly kind: 'descend'; readonly name: string | null }
  | { readonly kind: 'union'; readonly of: readonly (string | number)[] }
  | { readonly kind: 'filter'; readonly test: PathTest };

export type PathTest =
  | { readonly kind: 'exists'; readonly path: JsonPath; readonly negated: boolean }
  | { readonly kind: 'compare'; readonly left: Operand; readonly comparator: PathComparator; readonly right: Operand };

export type PathComparator = '==' | '!=' | '<' | '<=' | '>' | '>=';

export type Operand =
  { readonly kind: 'path'; readonly path: JsonPath } | { readonly kind: 'literal'; readonly value: string | number | boolean | null };

/** Walks a path; fields that are not there yield nothing, as kubectl's printers do. */
export function walk(path: JsonPath, root: unknown, current: unknown): readonly unknown[] {
  let found: readonly unknown[] = [path.relative ? current : root];
  for (const step of path.steps) found = found.flatMap((value) => follow(step, value, root));
  return found;
}

function follow(step: PathStep, value: unknown, root: unknown): readonly unknown[] {
  switch (step.kind) {
    case 'field':
      return field(value, step.name);
    case 'index':
      return Array.isArray(value) ? present((value as unknown[]).at(step.index)) : [];
    case 'slice':
      return Array.isArray(value) ? sliced(value, step) : [];
    case 'every':
      return children(value);
    case 'descend':
      return descendants(value).flatMap((inner) => (step.name === null ? [inner] : field(inner, step.name)));
    case 'union':
      return step.of.flatMap((key) =>
        typeof key === 'number' ? (Array.isArray(value) ? present((value as unknown[]).at(key)) : []) : field(value, key),
      );
    case 'filter':
      return children(value).filter((item) => holds(step.test, root, item));
  }
}

function field(value: unknown, name: string): readonly unknown[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || !Object.hasOwn(value, name)) return [];
  return present((value as Record<string, unknown>)[name]);
}

function present(value: unknown): readonly unknown[] {
  return value === undefined || value === null ? [] : [value];
}

function sliced(value: readonly unknown[], { from, to, step }: PathStep & { readonly kind: 'slice' }): readonly unknown[] {
  return value.slice(from ?? 0, to ?? undefined).filter((_, index) => index % step === 0);
}

function children(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value as readonly unknown[];
  return typeof value === 'object' && value !== null ? Object.values(value) : [];
}

function descendants(value: unknown): readonly unknown[] {
  return [value, ...children(value).flatMap(descendants)];
}

function holds(test: PathTest, root: unknown, item: unknown): boolean {
  if (test.kind === 'exists') return walk(test.path, root, item).length > 0 !== test.negated;
  const left = valuesOf(test.left, root, item);
  const right = valuesOf(test.right, root, item);
  return left.some((one) => right.some((other) => compare(one, test.comparator, other)));
}

function valuesOf(operand: Operand, root: unknown, item: unknown): readonly unknown[] {
  return operand.kind === 'literal' ? [operand.value] : walk(operand.path, root, item);
}

function compare(left: unknown, comparator: PathComparator, right: unknown): boolean {
  const [a, b] = alike(left, right);
  switch (comparator) {
    case '==':
      return a === b;
    case '!=':
      return a !== b;
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '>':
      return a > b;
    case '>=':
      return a >= b;
  }
}

/** Numbers are compared as numbers, everything else as text. */
function alike(left: unknown, right: unknown): readonly [number, number] | readonly [string, string] {
  if (typeof left === 'number' && typeof right === 'number') return [left, right];
  return [textOf(left), textOf(right)];
}

/** How kubectl prints a value: text bare, objects and lists as JSON. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value === undefined || value === null) return '';
  return JSON.stringify(inKeyOrder(value));
}

/** Objects with their keys sorted, as Go prints maps. */
export function inKeyOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inKeyOrder);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(entries.map(([key, child]) => [key, inKeyOrder(child)]));
}

/** What a template prints for an object. */
export function printTemplate(template: JsonPathTemplate, root: unknown): string {
  return print(template, root, root);
}

function print(template: JsonPathTemplate, root: unknown, current: unknown): string {
  return template.map((part) => printPart(part, root, current)).join('');
}

function printPart(part: TemplatePart, root: unknown, current: unknown): string {
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'path':
      return walk(part.path, current === root ? root : current, current)
        .map(textOf)
        .join(' ');
    case 'range':
      return walk(part.over, root, current)
        .map((item) => print(part.body, item, item))
        .join('');
  }
}

/** The values of a template that is one path and nothing else; null for any other template. */
export function valuesOfTemplate(template: JsonPathTemplate, root: unknown): readonly unknown[] | null {
  const paths = template.filter((part) => part.kind !== 'text' || part.text.trim() !== '');
  const [only] = paths;
  return paths.length === 1 && only?.kind === 'path' ? walk(only.path, root, root) : null;
}
