import { parse } from 'yaml';
import { sentenceOf } from '../../../platform/errors.js';

/** A hole that stands for a whole JSON value, not for a part of a text: it keeps this mark in front. */
export const BARE = '\uE002';

/**
 * Reads `-p`: JSON, or YAML as kubectl allows. Holes inside strings stay there; a hole in the place of a value becomes
 * a text of its own that is typed when it is filled: `{"replicas": {n}}`.
 */
export function readPatch(text: string, strategy: 'strategic' | 'merge' | 'json'): { readonly patch: unknown } | { readonly flaw: string } {
  const read = parsePatch(quoteBareHoles(text));
  if ('flaw' in read) return read;
  const isList = Array.isArray(read.patch);
  if (strategy === 'json') return isList ? read : { flaw: 'a JSON patch is a list of operations' };
  if (isList || typeof read.patch !== 'object' || read.patch === null) return { flaw: `a ${strategy} patch is an object` };
  return read;
}

function parsePatch(text: string): { readonly patch: unknown } | { readonly flaw: string } {
  try {
    return { patch: JSON.parse(text) as unknown };
  } catch {
    try {
      return { patch: parse(text) as unknown };
    } catch (error) {
      return { flaw: `the patch is neither JSON nor YAML: ${sentenceOf(error).split('\n')[0] ?? ''}` };
    }
  }
}

/** Puts quotes around a mark that stands outside of every string. */
function quoteBareHoles(text: string): string {
  return text.replaceAll(/"(?:\\.|[^"\\])*"|(\uE000\d+\uE001)/gu, (all, hole: string | undefined) =>
    hole === undefined ? all : `"${BARE}${hole}"`,
  );
}
