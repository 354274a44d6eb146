const UNRESOLVED =
  /\b(?:(?:can ?not|can't|could not|unable to|are not able to) (?:be )?(?:resolve|fix|solve|mitigate|identify)d?\b|(?:issue|problem|alert|error|failure|condition|symptoms?)s? (?:still )?(?:persists?|remains?|continues?|is still|keeps?)|none of the (?:above|steps|previous|these)|(?:does|do|did) not (?:resolve|fix|solve|help)|(?:doesn't|don't|didn't) (?:resolve|fix|solve|help)|not resolved|still (?:firing|failing|not (?:resolved|working)))/i;

/** "If you cannot resolve the issue", "if the issue persists": speaks of everything before it. */
export function isFallback(condition: string): boolean {
  return UNRESOLVED.test(condition);
}
