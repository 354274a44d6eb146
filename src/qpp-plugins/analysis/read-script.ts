import { compileFunction } from 'node:vm';
import { sentenceOf } from '../../platform/errors.js';
import type { QueryFlaw } from '../../tsg-parser/index.js';

/** What a script says of itself, without being run. */
export interface ScriptReading {
  /** `parameters.region`: the values it needs. */
  readonly parameters: readonly string[];
  /** As its first comment declares them: `// columns: scenario, completion_rate`. */
  readonly columns: readonly string[] | null;
  readonly statusWords: readonly string[];
  /** Why it is no analysis; null where it is one. */
  readonly byHand: string | null;
  readonly flaws: readonly QueryFlaw[];
}

/** Names an analysis finds there. */
export const SCRIPT_INPUTS = ['rows', 'results', 'parameters', 'at'] as const;

/** Reads an analysis: the body of a function over earlier results. Compiled to find what is wrong with it, never run here. */
export function readScript(text: string): ScriptReading {
  const isAnalysis = /\b(?:rows|results)\b/.test(text) && /\breturn\b/.test(text);
  return {
    parameters: [...new Set([...text.matchAll(/\bparameters\.([A-Za-z_]\w*)/g)].flatMap(([, name]) => name ?? []))],
    columns: columnsOf(text),
    statusWords: [...new Set([...text.matchAll(/(["'`])([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*)\1/g)].flatMap(([, , word]) => word ?? []))],
    byHand: isAnalysis
      ? null
      : 'This script is no analysis of earlier results (it does not return anything made of `rows` or `results`): a person runs it.',
    flaws: isAnalysis ? flawsOf(text) : [],
  };
}

function columnsOf(text: string): readonly string[] | null {
  const declared = /^\s*(?:\/\/[^\n]*\n\s*)*?\/\/\s*columns:\s*([^\n]+)/i.exec(text)?.[1];
  const names =
    declared
      ?.split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '') ?? [];
  return names.length === 0 ? null : names;
}

function flawsOf(text: string): readonly QueryFlaw[] {
  try {
    compileFunction(text, [...SCRIPT_INPUTS], { filename: 'script.js' });
    return [];
  } catch (error) {
    const line = Number(/script\.js:(\d+)/.exec(error instanceof Error ? (error.stack ?? '') : '')?.[1] ?? 1);
    return [{ message: `This script cannot be read: ${sentenceOf(error)}`, line: line - 1 }];
  }
}
