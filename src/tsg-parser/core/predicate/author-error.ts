/** Why an author's predicate cannot be read, with how to write it. */
export interface AuthorError {
  readonly error: string;
}
