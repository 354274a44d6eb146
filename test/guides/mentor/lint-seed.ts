import { createQueryReader } from '../../../src/qpp-plugins/readers/index.js';
import { lintTsg } from '../../../src/tsg-parser/core/lint-tsg.js';
import type { Problem } from '../../../src/tsg-parser/index.js';
import { CLEAN, type GuideName } from './clean-guides.js';

/** Changes to a clean guide, each a text and what takes its place; `@text` says where the finding belongs, else it is where the last change begins. */
export type Case = readonly [guide: GuideName, ...(readonly [from: string, to: string] | `@${string}`)[]];

/** A rule, ways an author breaks it, and what comes near it and is fine. `also`: what may be found besides. */
export interface Seed {
  readonly rule: string;
  readonly wrong: readonly Case[];
  readonly fine: readonly Case[];
  readonly also?: readonly string[];
}

export interface SeededGuide {
  readonly markdown: string;
  /** Where the defect is. */
  readonly line: number;
}

export function seeded([guide, ...changes]: Case): SeededGuide {
  let markdown: string = CLEAN[guide];
  let line = 1;
  for (const change of changes) {
    if (typeof change === 'string') line = lineOf(markdown, change.slice(1));
    else {
      const [from, to] = change;
      line = lineOf(markdown, from) + alike(from, to).split('\n').length - 1;
      markdown = markdown.replace(from, () => to);
    }
  }
  return { markdown, line };
}

/** The line on which a text stands for the first time. */
function lineOf(markdown: string, text: string): number {
  const at = markdown.indexOf(text);
  if (at === -1) throw new Error(`The guide does not hold: ${text}`);
  return markdown.slice(0, at).split('\n').length;
}

/** What two texts begin with alike. */
function alike(left: string, right: string): string {
  let at = 0;
  while (at < left.length && left[at] === right[at]) at += 1;
  return left.slice(0, at);
}

const reader = createQueryReader();

const BESIDE = new Set(['.', './runbooks/', '../teams/', 'people.md']);

/** All that is said of a guide that only `people.md` lies beside. */
export function problemsOf(markdown: string): readonly Problem[] {
  return lintTsg(markdown, reader, { fileExists: (path) => BESIDE.has(path) });
}

/** Errors and warnings, and the rule looked for, as `rule@line`. */
export function findings(markdown: string, rule = ''): string[] {
  return problemsOf(markdown)
    .filter((problem) => problem.severity !== 'info' || problem.rule === rule)
    .map((problem) => `${problem.rule}@${String(problem.line)}`);
}
