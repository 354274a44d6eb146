import { lineAt } from '../document.js';
import { declaredParameters } from './parameters.js';
import type { Subject, SubjectStep } from './subject.js';

/** A step whose text gives a name its value: "note it as `provider`". */
export interface ProseBind {
  readonly name: string;
  readonly step: SubjectStep;
  readonly line: number;
}

const NOTES =
  /\b(?:note|record|save|store|keep|remember|copy|write|export|assign|set)\b[^.;]{0,80}?\b(?:as|in|into|to|called)\s+(?:the )?(?:variable |parameter )?`[<{$]*([A-Za-z_][\w-]*)[>}]*`/gi;

/** Names that the prose of a step binds, and parameters that say they come from a step. */
export function bindsInProse(subject: Subject): ProseBind[] {
  const noted = subject.steps.flatMap((step) =>
    step.draft.blocks.flatMap((block) =>
      block.kind === 'paragraph'
        ? [...block.content.text.matchAll(NOTES)].map((match) => ({ name: match[1] ?? '', step, line: lineAt(block.content, match.index) }))
        : [],
    ),
  );
  const promised = declaredParameters(subject).flatMap(({ name, description }) => {
    const number = /\b(?:from|of|by|in) (?:the (?:result|output|answer|query|table)s? of )?step (\d+[a-z]?)\b/i.exec(
      description ?? '',
    )?.[1];
    const step = number === undefined ? undefined : subject.steps.find(({ draft }) => draft.label?.number === number.toLowerCase());
    return step === undefined ? [] : [{ name, step, line: step.node.lines[0] }];
  });
  return [...noted, ...promised];
}
