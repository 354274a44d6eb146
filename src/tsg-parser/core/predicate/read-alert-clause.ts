import type { Predicate } from './predicate.js';
import type { Token } from './tokens.js';

const SUBJECT = '(?:the |this |that )?(?:alert|alerts|issue|issues|problem|problems|incident|symptom|symptoms)';
const LASTING =
  '(?:(?:is|are|was) still (?:firing|active|present|occurring|happening|open|there|ongoing|not resolved|unresolved)|(?:is|are) (?:firing|active|not resolved|unresolved|not fixed|ongoing)|still (?:fires|persists|occurs|exists|persist)|(?:persists|persist|continues|continue|remains|remain|recurs)(?: to (?:fire|persist|occur))?|(?:does|do) not (?:resolve|clear|go away|stop)(?: itself)?|(?:has|have) not (?:been )?(?:resolved|cleared|gone away|stopped|fixed))';
const OVER =
  '(?:(?:is|are|was|has been|have been|gets) (?:now )?(?:resolved|cleared|gone|fixed|no longer firing|no longer active|not firing|solved|over)|(?:has|have) (?:resolved|cleared|stopped|gone away|stopped firing|disappeared)|(?:clears|resolves|stops|disappears|goes away|no longer fires)(?: itself| firing)?|stopped firing|(?:does|do) not (?:persist|fire|recur)(?: anymore)?)';
const AFTERWARDS = '(?: (?:after|afterwards|following|despite|even after|then|now)\\b.*)?';

const FIRING = new RegExp(`^${SUBJECT} ${LASTING}${AFTERWARDS}$`);
const RESOLVED = new RegExp(`^${SUBJECT} ${OVER}${AFTERWARDS}$`);

/** "the alert is still firing", "the issue persists after the above", "the alert has cleared". */
export function readAlertClause(tokens: readonly Token[]): Predicate | null {
  if (tokens.some((token) => token.kind !== 'word')) return null;
  const text = tokens.map((token) => token.text).join(' ');
  if (FIRING.test(text)) return { kind: 'alert', state: 'firing' };
  return RESOLVED.test(text) ? { kind: 'alert', state: 'resolved' } : null;
}
