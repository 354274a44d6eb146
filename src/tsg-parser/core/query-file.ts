/**
 * A query kept beside a guide, in the folder `<guide>.qpp/`: `step-4.sql`, `step-9.2.js`, `step-4.postgres.sql`. It takes the
 * place of a block of the guide, everywhere or where a source, a kind of source or a cluster is asked.
 */
export interface QueryFile {
  readonly name: string;
  readonly text: string;
}

/** Where a query's text comes from, sealed into the plan. */
export interface QueryFileMark {
  readonly name: string;
  readonly sha256: string;
}
