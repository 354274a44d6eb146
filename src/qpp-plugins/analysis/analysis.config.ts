/** What one script may use. The heap is the memory of the machine it runs on, and cannot be outgrown. */
export const SCRIPT_LIMITS = {
  heapBytes: 64 * 1024 * 1024,
  timeoutMs: 10_000,
  /** Of the earlier results it is given, as JSON. */
  inputBytes: 16 * 1024 * 1024,
  /** Of what it returns, as JSON. */
  outputBytes: 4 * 1024 * 1024,
  rows: 10_000,
  columns: 100,
  /** Scripts at work at once in this process; the others wait. */
  atOnce: 2,
} as const;

export type ScriptLimits = { readonly [Limit in keyof typeof SCRIPT_LIMITS]: number };
