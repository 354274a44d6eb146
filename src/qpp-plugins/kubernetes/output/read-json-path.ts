import type { JsonPath, JsonPathTemplate, Operand, PathComparator, PathStep, PathTest, TemplatePart } from './json-path.js';

/** Why a JSONPath cannot be read, in words. */
export class JsonPathFlaw extends Error {}

/**
 * Parses kubectl's JSONPath template: text with `{…}` actions. Without braces it is one path, as kubectl allows.
 * @throws JsonPathFlaw
 */
export function readJsonPath(text: string): JsonPathTemplate {
  const template = text.includes('{') ? text : `{${/^[.[$@]/u.test(text) ? '' : '.'}${text}}`;
  const reader = new TemplateReader(template);
  const parts = reader.parts(false);
  return parts;
}

class TemplateReader {
  private at = 0;

  constructor(private readonly text: string) {}

  parts(insideRange: boolean): JsonPathTemplate {
    const parts: TemplatePart[] = [];
    while (this.at < this.text.length) {
      const open = this.text.indexOf('{', this.at);
      const literal = this.text.slice(this.at, open < 0 ? undefined : open);
      if (literal !== '') parts.push({ kind: 'text', text: literal });
      if (open < 0) {
        this.at = this.text.length;
        break;
      }
      const action = this.action(open);
      if (/^end$/u.test(action)) {
        if (!insideRange) throw new JsonPathFlaw('{end} closes no {range}');
        return parts;
      }
      parts.push(...this.partsOf(action));
    }
    if (insideRange) throw new JsonPathFlaw('a {range} is never closed by {end}');
    return parts;
  }

  private action(open: number): string {
    const close = closingBrace(this.text, open);
    if (close < 0) throw new JsonPathFlaw('a { is never closed');
    this.at = close + 1;
    return this.text.slice(open + 1, close).trim();
  }

  private partsOf(action: string): readonly TemplatePart[] {
    const range = /^range\s+(.+)$/su.exec(action);
    if (range?.[1] !== undefined) return [{ kind: 'range', over: readPath(range[1].trim()), body: this.parts(true) }];
    if (/^["']/u.test(action)) return [{ kind: 'text', text: literalText(action) }];
    return [{ kind: 'path', path: readPath(action) }];
  }
}

function closingBrace(text: string, open: number): number {
  let quote = '';
  for (let at = open + 1; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (quote !== '') {
      if (char === '\\') at += 1;
      else if (char === quote) quote = '';
    } else if (char === '"' || char === "'") quote = char;
    else if (char === '}') return at;
  }
  return -1;
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };

function literalText(quoted: string): string {
  const quote = quoted.charAt(0);
  if (quoted.length < 2 || !quoted.endsWith(quote)) throw new JsonPathFlaw(`the text ${quoted} is never closed`);
  return quoted.slice(1, -1).replaceAll(/\\(.)/gsu, (_all, char: string) => ESCAPES[char] ?? char);
}

/** Parses one path: `.items[*].metadata.name`, `@.status`, `$..name`. @throws JsonPathFlaw */
export function readPath(text: string): JsonPath {
  const reader = new PathReader(text);
  const path = reader.path();
  if (!reader.finished()) throw new JsonPathFlaw(`"${reader.rest()}" in the path ${text} cannot be read`);
  return path;
}

class PathReader {
  private at = 0;

  constructor(private readonly text: string) {}

  path(): JsonPath {
    const root = this.take(/[$@]/uy);
    const steps: PathStep[] = [];
    for (let step = this.step(); step !== null; step = this.step()) steps.push(step);
    if (root === null && steps.length === 0) throw new JsonPathFlaw(`"${this.rest()}" is not a path`);
    return { relative: root !== '$', steps };
  }

  finished(): boolean {
    return this.at >= this.text.length;
  }

  rest(): string {
    return this.text.slice(this.at);
  }

  private step(): PathStep | null {
    if (this.take(/\.\./uy) !== null) return { kind: 'descend', name: this.take(/\*/uy) === null ? this.name() : null };
    if (this.take(/\.\*/uy) !== null) return { kind: 'every' };
    if (this.text.startsWith('.[', this.at)) this.at += 1;
    if (this.text.charAt(this.at) === '[') return this.bracket();
    if (this.take(/\./uy) === null) return null;
    const name = this.name();
    return name === null ? null : { kind: 'field', name };
  }

  private name(): string | null {
    const raw = this.take(/(?:\\.|[^.[\]\s()=!<>"'\\,])+/uy);
    return raw === null ? null : raw.replaceAll(/\\(.)/gu, '$1');
  }

  private bracket(): PathStep {
    const close = closingBracket(this.text, this.at);
    if (close < 0) throw new JsonPathFlaw('a [ is never closed');
    const inner = this.text.slice(this.at + 1, close).trim();
    this.at = close + 1;
    return stepInBrackets(inner);
  }

  private take(expression: RegExp): string | null {
    expression.lastIndex = this.at;
    const found = expression.exec(this.text)?.[0] ?? null;
    if (found !== null) this.at += found.length;
    return found;
  }
}

function closingBracket(text: string, open: number): number {
  let depth = 0;
  let quote = '';
  for (let at = open; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (quote !== '') {
      if (char === '\\') at += 1;
      else if (char === quote) quote = '';
    } else if (char === '"' || char === "'") quote = char;
    else if (char === '[') depth += 1;
    else if (char === ']') {
      depth -= 1;
      if (depth === 0) return at;
    }
  }
  return -1;
}

function stepInBrackets(inner: string): PathStep {
  if (inner === '*' || inner === '') return { kind: 'every' };
  const filter = /^\?\(([\s\S]*)\)$/u.exec(inner);
  if (filter?.[1] !== undefined) return { kind: 'filter', test: readTest(filter[1].trim()) };
  const slice = /^(-?\d+)?:(-?\d+)?(?::(\d+))?$/u.exec(inner);
  if (slice !== null) {
    return { kind: 'slice', from: numberOr(slice[1]), to: numberOr(slice[2]), step: Math.max(1, numberOr(slice[3]) ?? 1) };
  }
  const keys = inner.split(/,(?=(?:[^'"]*['"][^'"]*['"])*[^'"]*$)/u).map(keyOf);
  const [only] = keys;
  if (keys.length > 1 || only === undefined) return { kind: 'union', of: keys };
  return typeof only === 'number' ? { kind: 'index', index: only } : { kind: 'field', name: only };
}

function numberOr(text: string | undefined): number | null {
  return text === undefined ? null : Number(text);
}

function keyOf(text: string): string | number {
  const key = text.trim();
  if (/^-?\d+$/u.test(key)) return Number(key);
  if (/^["']/u.test(key)) return literalText(key);
  throw new JsonPathFlaw(`[${key}] is neither a number nor a quoted key`);
}

const COMPARISON = /^((?:[^=!<>"']|"(?:\\.|[^"])*"|'(?:\\.|[^'])*')+?)\s*(==|!=|<=|>=|<|>)\s*([\s\S]+)$/u;

function readTest(text: string): PathTest {
  const comparison = COMPARISON.exec(text);
  if (comparison !== null) {
    const [, left = '', comparator = '', right = ''] = comparison;
    return { kind: 'compare', left: operandOf(left.trim()), comparator: comparator as PathComparator, right: operandOf(right.trim()) };
  }
  const negated = text.startsWith('!');
  return { kind: 'exists', path: readPath(negated ? text.slice(1).trim() : text), negated };
}

function operandOf(text: string): Operand {
  if (/^["']/u.test(text)) return { kind: 'literal', value: literalText(text) };
  if (/^-?\d+(?:\.\d+)?$/u.test(text)) return { kind: 'literal', value: Number(text) };
  if (text === 'true' || text === 'false') return { kind: 'literal', value: text === 'true' };
  if (text === 'null' || text === 'nil') return { kind: 'literal', value: null };
  return { kind: 'path', path: readPath(text) };
}
