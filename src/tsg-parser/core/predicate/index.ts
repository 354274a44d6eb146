export type { AuthorError } from './author-error.js';
export { describePredicate } from './describe-predicate.js';
export { evaluatePredicate } from './evaluate-predicate.js';
export type { EvaluationScope } from './evaluate-predicate.js';
export * from './predicate.js';
export { readAuthorPredicate } from './read-author-predicate.js';
export { readCondition } from './read-condition.js';
export type { ConditionFacts, QueryFacts } from './query-facts.js';
export type { ScopedTable } from './table-view.js';
