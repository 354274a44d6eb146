import { COMPARING_VERBS } from './lexicon.js';
import type { TokenCursor } from './tokens.js';

const BE = ['is', 'are', 'was', 'were', 'be', 'has been', 'have been', 'remains', 'remain', 'stays', 'stay', 'becomes', 'become', 'gets', 'is stuck', 'are stuck', 'which is', 'which are', 'that is', 'that are', 'goes', 'that remains', 'keeps', 'keep', 'is still', 'are still', 'appears', 'appear', 'looks']; // prettier-ignore
const BE_NOT = ['is not', 'are not', 'was not', 'were not', "isn't", "aren't", "wasn't", "weren't", 'is no longer', 'are no longer', 'has not been', 'have not been', 'does not become', 'do not become', 'is never', 'which is not', 'which are not', 'that is not', 'that are not', 'is still not', 'are still not']; // prettier-ignore
const HAVE = ['has', 'have', 'had', 'with', 'having', 'shows', 'show', 'showing', 'reports', 'report', 'reporting', 'displays', 'lists', 'list', 'returns', 'indicates', 'which has', 'which have', 'that has', 'that have', 'that shows', 'that show', 'which shows', 'whose', 'reads', 'identifies', 'uses', 'use', 'consumes', 'consume', 'receives', 'prints', 'answers', 'responds with', 'answers with', 'takes', 'take', 'took', 'runs', 'run']; // prettier-ignore
const HAVE_NOT = ['does not have', 'do not have', "doesn't have", "don't have", 'does not show', 'do not show', "doesn't show", "don't show", 'does not report', 'do not report', 'without', 'does not read', 'does not list', 'do not list']; // prettier-ignore
const RESTARTED = [
  'has restarted',
  'have restarted',
  'restarted',
  'restarts',
  'was restarted',
  'were restarted',
  'has been restarted',
  'have been restarted',
  'that restarted',
  'that has restarted',
  'that have restarted',
];
const RESTARTED_NOT = ['has not restarted', 'have not restarted', 'did not restart', 'has never restarted', 'have never restarted'];
const HAPPEN = [
  'was last seen',
  'were last seen',
  'was seen',
  'were seen',
  'was last updated',
  'was updated',
  'were updated',
  'was created',
  'were created',
  'was started',
  'started',
  'was last run',
  'last ran',
  'ran',
  'reported',
  'has reported',
  'have reported',
  'was taken',
  'was completed',
  'finished',
  'completed',
  'succeeded',
  'last succeeded',
  'last reported',
];
const EXPIRE = ['expires', 'expire', 'will expire', 'runs out', 'ends'];
const IN = ['in', 'stuck in', 'stuck'];

/** Which verb a test begins with: to be, to have, to restart, to exceed, or none (an operator, "above 5"). */
export type VerbKind = 'be' | 'have' | 'restart' | 'compare' | 'expire' | 'happen' | 'none';

export interface Verb {
  readonly kind: VerbKind;
  readonly negated: boolean;
  /** For `compare`: the phrase, a key of COMPARING_VERBS. */
  readonly phrase: string;
}

/** Takes the verb that stands here; null where there is none. */
export function takeVerb(cursor: TokenCursor): Verb | null {
  const lists: readonly (readonly [VerbKind, boolean, readonly string[]])[] = [
    ['restart', true, RESTARTED_NOT],
    ['restart', false, RESTARTED],
    ['expire', false, EXPIRE],
    ['happen', false, HAPPEN],
    ['compare', true, Object.keys(COMPARING_VERBS).map((verb) => `does not ${verb}`)],
    ['compare', false, Object.keys(COMPARING_VERBS)],
    ['have', true, HAVE_NOT],
    ['be', true, BE_NOT],
    ['be', false, BE],
    ['have', false, HAVE],
    ['be', false, IN],
  ];
  for (const [kind, negated, phrases] of lists) {
    const phrase = cursor.take(...phrases);
    if (phrase !== null) return { kind, negated, phrase: phrase.replace(/^does not /, '') };
  }
  return null;
}
