import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, type Document, type Node, type Scalar } from 'yaml';

/** A YAML value with the line it stands on: what a mapping or a list holds keeps lines of its own. */
export interface YamlValue {
  readonly line: number;
  /** As written, numbers too: `1e3` may be a name. Null for mappings, lists, and where nothing stands. */
  readonly scalar: string | null;
  readonly entries: readonly YamlEntry[] | null;
  readonly items: readonly YamlValue[] | null;
}

export interface YamlEntry {
  readonly key: string;
  readonly line: number;
  readonly value: YamlValue;
}

/** Why a text is no YAML, and where. */
export interface YamlError {
  readonly error: string;
  readonly line: number;
}

/** Deeper nesting is read as if it were not there, and so is what stands behind so many values: aliases multiply. */
const DEEPEST = 12;
const MOST_VALUES = 10_000;

/** @param firstLine the line of the document that the text begins on */
export function readYaml(text: string, firstLine: number): YamlValue | YamlError {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, logLevel: 'silent', prettyErrors: false, uniqueKeys: true });
  const [error] = document.errors;
  const lineOf = (offset: number): number => firstLine + Math.max(1, counter.linePos(offset).line) - 1;
  if (error !== undefined) return { error: error.message, line: lineOf(error.pos[0]) };
  return valueOf(document.contents, { document, lineOf, read: 0 }, 0);
}

interface Place {
  readonly document: Document;
  readonly lineOf: (offset: number) => number;
  /** Values so far. */
  read: number;
}

function valueOf(node: unknown, place: Place, depth: number): YamlValue {
  const line = place.lineOf((node as Node | null)?.range?.[0] ?? 0);
  const nothing = { line, scalar: null, entries: null, items: null };
  place.read += 1;
  if (depth > DEEPEST || place.read > MOST_VALUES) return nothing;
  if (isAlias(node)) return { ...valueOf(node.resolve(place.document), place, depth + 1), line };
  if (isMap(node)) return { ...nothing, entries: node.items.map(({ key, value }) => entryOf(key, value, line, place, depth)) };
  if (isSeq(node)) return { ...nothing, items: node.items.map((item) => valueOf(item, place, depth + 1)) };
  return isScalar(node) ? { ...nothing, scalar: scalarOf(node) } : nothing;
}

function entryOf(key: unknown, value: unknown, mapLine: number, place: Place, depth: number): YamlEntry {
  const line = place.lineOf((key as Node | null)?.range?.[0] ?? -1);
  const read = valueOf(value, place, depth + 1);
  const name = isScalar(key) ? String(key.value) : '';
  return { key: name, line: line > 0 ? line : mapLine, value: value === null ? { ...read, line } : read };
}

function scalarOf({ value, source }: Scalar): string | null {
  if (value === null || value === undefined) return null;
  return typeof value === 'string' ? value : (source ?? null);
}
