import type { QueryFileMark } from './query-file.js';

export type QueryLanguage =
  'kubectl' | 'oc' | 'promql' | 'sql' | 'logql' | 'kql' | 'http' | 'javascript' | 'python' | 'shell' | 'powershell' | 'logfilter';

/** Query text with holes, as written in the guide. Lines are 1-based and inclusive. */
export interface QueryTemplate {
  /** `<node id>.q<n>`, n from 1. */
  readonly id: string;
  readonly language: QueryLanguage;
  readonly text: string;
  /** Names of the holes, without brackets, in order of first use. */
  readonly parameters: readonly string[];
  readonly mutating: boolean;
  readonly lines: readonly [number, number];
  /** Names that this query's answer gives a value to (`X=$(kubectl …)`). */
  readonly binds: readonly string[];
  /** Column names where the parser can tell; null where it cannot. */
  readonly columns: readonly string[] | null;
  /** Status words the query itself can yield ('REGRESSION_DETECTED'); empty where unknown. */
  readonly statusWords: readonly string[];
  /** A source by name from periplus.yaml, where the guide's front matter names one. */
  readonly source: string | null;
  /** Why no plugin can carry this out, in a sentence; null where one can. Such a query becomes a step for a person. */
  readonly byHand: string | null;
  /** The file beside the guide that the text comes from; absent: the guide itself. */
  readonly file?: QueryFileMark;
  /** What is asked instead at one source, one kind of source or one cluster. */
  readonly variants?: readonly QueryVariant[];
}

/** A query file for one place: a source or a cluster by name, or a kind of source (`postgres`, `sqlite`, …). */
export interface QueryVariant extends Pick<QueryTemplate, 'language' | 'text' | 'parameters' | 'binds' | 'columns' | 'statusWords'> {
  readonly where: string;
  readonly file: QueryFileMark;
}

/** What a reader finds out about a query's text. Pure; the same text always gives the same answer. */
export interface QueryReading {
  /** Of the block as a whole: its first real command decides. */
  readonly language: QueryLanguage;
  /** The text split into single statements, with their line offsets from the start of the block. */
  readonly statements: readonly QueryStatement[];
}

export interface QueryStatement {
  /** A block may mix them: `kubectl` beside `etcdctl`. */
  readonly language: QueryLanguage;
  readonly text: string;
  /** 0-based offsets of its first and last line within the block. */
  readonly lines: readonly [number, number];
  readonly mutating: boolean;
  readonly parameters: readonly string[];
  readonly binds: readonly string[];
  readonly columns: readonly string[] | null;
  readonly statusWords: readonly string[];
  readonly byHand: string | null;
  /** What the language's parser objects to; empty where the text is sound. */
  readonly flaws: readonly QueryFlaw[];
}

export interface QueryFlaw {
  readonly message: string;
  /** 0-based line within the block. */
  readonly line: number;
}

/** The hole of a template: `{x}`, `<x>`, `$X`, `${X}`, `[X]`, `{{ $labels.x }}`. */
export interface Hole {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/**
 * Reads query text. Declared by the compiler, implemented by `qpp-plugins`, which owns the languages' parsers.
 * Synchronous: WASM parsers are loaded beforehand by `await loadReaders(languages)`.
 */
export abstract class QueryReader {
  /** @param tag the fence's language tag, a hint only; null for inline code. Null: not a query (sample output, YAML, a file). */
  abstract read(text: string, tag: string | null): QueryReading | null;
}
