/** Why an author's predicate cannot be read, with how to write it. */
export interface AuthorError {
  readonly error: string;
  /** Where in the predicate's text, counted from 0; absent where it is the whole of it. */
  readonly at?: number;
}
