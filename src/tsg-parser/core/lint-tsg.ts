import type { GuideCompanions } from './companions.js';
import { sectionsOf } from './document.js';
import type { Problem } from './guide.js';
import { RULES } from './mentor/rules.js';
import { subjectOf, type LintOptions, type Subject } from './mentor/subject.js';
import type { QueryReader } from './query-template.js';
import { inOrder, readParts } from './read-parts.js';

/** Everything there is to say about a guide as a document, in the order of its lines. */
export function lintTsg(markdown: string, reader: QueryReader, options: LintOptions & GuideCompanions = {}): readonly Problem[] {
  const subject = subjectOf(markdown, readParts(markdown, reader, options), options);
  const found = RULES.flatMap(({ id, severity, check }) =>
    check(subject).map(({ line, message, suggestion, quote, severity: own, fix }): Problem => ({
      rule: id,
      severity: own ?? severity,
      line,
      message,
      suggestion: suggestion ?? null,
      ...(quote === undefined ? {} : { quote }),
      ...(fix === undefined || fix.length === 0 ? {} : { fix }),
    })),
  );
  const passedOver = options.anyPage === true && !looksLikeGuide(subject);
  const others = subject.parts.problems.filter(({ rule }) => !RULES.some(({ id }) => id === rule) && !(passedOver && rule === 'no-steps'));
  return inOrder([...found, ...others]);
}

/** A page for an alert: who follows it at night expects steps. */
function looksLikeGuide({ form, parts }: Subject): boolean {
  return (
    form === 'normal' ||
    [...sectionsOf(parts.document.root)].some(({ title }) =>
      /^(?:meaning|impact|diagnosis|mitigation|triage|investigation)\b/i.test(title.text),
    )
  );
}
