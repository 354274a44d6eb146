const UNRESOLVED =
  /\b(?:(?:can ?not|can't|could not|unable to|are not able to) (?:be )?(?:resolve|fix|solve|mitigate|identify)d?\b|(?:issue|problem|alert|error|failure|condition|symptoms?)s? (?:still )?(?:persists?|remains?|continues?|is still|keeps?)|none of the (?:above|steps|previous|these)|(?:does|do|did) not (?:resolve|fix|solve|help)|(?:doesn't|don't|didn't) (?:resolve|fix|solve|help)|not resolved|still (?:firing|failing|not (?:resolved|working)))/i;

/** "If you cannot resolve the issue", "if the issue persists": speaks of everything before it. */
export function isFallback(condition: string): boolean {
  return UNRESOLVED.test(condition);
}

const IN_VAIN =
  /^(?:(?:that|this|it|these|those|the above|above|the (?:previous|last|first) \w+|(?:any of )?(?:these|the above)(?: steps| actions)?|(?:the )?restart(?:ing)?(?: \w+)?)\b.{0,40}\b(?:(?:did|does|do|has|have|is|are) ?(?:not|n['’]t)|fails?|failed)\b|(?:the )?(?:same )?(?:issue|problem|error|alert|failure)s? (?:still )?(?:persists?|remains?|continues?)\b|you(?:['’]re| are) still\b|.{0,60}\bstill (?:not|does|is|are|has|fails?|exists?|occurs?|happens?)\b)/i;

/** "If that didn't work", "if it is still full": said of what was just tried. Whoever was helped by it is done. */
export function triedInVain(condition: string): boolean {
  return !/\bor\b/i.test(condition) && IN_VAIN.test(condition);
}
