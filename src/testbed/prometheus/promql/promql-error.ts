/** The query cannot be read, or asks for what this engine does not know: Prometheus's `bad_data`. */
export class PromqlParseError extends Error {}

/** The query was read, but cannot be carried out on these series: Prometheus's `execution`. */
export class PromqlExecutionError extends Error {}
