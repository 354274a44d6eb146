import type { Answer } from './predicate.js';

/** Kleene's three-valued logic: what cannot be known stays unknown unless the rest decides without it. */

export function not(answer: Answer): Answer {
  if (answer === 'undecidable') return 'undecidable';
  return answer === 'true' ? 'false' : 'true';
}

export function every(answers: readonly Answer[]): Answer {
  if (answers.includes('false')) return 'false';
  return answers.includes('undecidable') ? 'undecidable' : 'true';
}

export function either(answers: readonly Answer[]): Answer {
  if (answers.includes('true')) return 'true';
  return answers.includes('undecidable') ? 'undecidable' : 'false';
}

export function answerOf(holds: boolean): Answer {
  return holds ? 'true' : 'false';
}

/** The answer all readings agree on; undecidable where they differ. */
export function agreed(answers: readonly Answer[]): Answer {
  const [first] = answers;
  return first !== undefined && answers.every((answer) => answer === first) ? first : 'undecidable';
}
