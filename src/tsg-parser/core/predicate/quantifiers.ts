import type { Answer, Quantifier } from './predicate.js';

/**
 * What an empty set answers unless a condition says otherwise: there is none that could show it (`any` is false), and
 * nothing can be said of all, of the one, of most.
 */
export function whenEmptyOf(quantifier: Quantifier): Answer {
  return quantifier.kind === 'any' ? 'false' : 'undecidable';
}
