import { compileTsg } from './compile-tsg.js';
import type { Problem } from './guide.js';
import type { QueryReader } from './query-template.js';

/** Everything there is to say about a guide as a document, in the order of its lines. */
export function lintTsg(markdown: string, reader: QueryReader): readonly Problem[] {
  return compileTsg(markdown, reader).problems;
}
