import type { QueryLanguage } from '../query-template.js';

/** What is known of one query before it is run. */
export interface QueryFacts {
  readonly queryId: string;
  readonly language: QueryLanguage;
  readonly text: string;
  /** Null where the parser cannot tell. */
  readonly columns: readonly string[] | null;
  readonly statusWords: readonly string[];
}

/** The queries a condition may speak of: those of its step, in text order, readings only. */
export interface ConditionFacts {
  readonly queries: readonly QueryFacts[];
}
