/** One `key: value` of a text, as written. */
export interface WrittenPair {
  readonly key: string;
  readonly value: string;
}

const PAIR = /^\s*(?:[-*•]\s+)?(?:\*\*|`)?(?<key>[A-Za-z][\w ./-]{0,60}?)(?:\*\*|`)?\s*(?::|=)(?:\*\*)?\s*(?<value>\S.*)$/u;
const MAX_VALUE = 2_000;

const PARAMETERS_HEADING = /\bparameters?\b/iu;
const HEADING = /^\s*(?:#{1,6}\s|\*\*[^*]+\*\*:?\s*$)/u;

/**
 * All `key: value` and `key = value` lines of a free text: list bullets, bold keys and backticks are allowed for. Those under a
 * heading that announces parameters come first, for they were written to be used; the others follow in order.
 */
export function pairsOf(text: string): readonly WrittenPair[] {
  const announced: WrittenPair[] = [];
  const others: WrittenPair[] = [];
  let isAnnounced = false;
  for (const line of text.split(/\r?\n/u)) {
    if (HEADING.test(line)) isAnnounced = PARAMETERS_HEADING.test(line);
    const pair = pairOf(line);
    if (pair !== null) (isAnnounced ? announced : others).push(pair);
  }
  return [...announced, ...others];
}

function pairOf(line: string): WrittenPair | null {
  const { key, value } = PAIR.exec(line.slice(0, MAX_VALUE + 100))?.groups ?? {};
  if (key === undefined || value === undefined || value.startsWith('//')) return null;
  return { key: key.trim(), value: value.trim().slice(0, MAX_VALUE) };
}

/** How two spellings of a name are compared: `pod_name`, `Pod name`, `POD-NAME` and `podName` are one. */
export function plainName(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/gu, '');
}

/** A value without what people add to it: quotes, backticks, a remark in brackets at its end. */
export function bareValue(value: string): string {
  const withoutRemark = value.replace(/\s+\([^()]*\)\s*$/u, '').trim();
  return withoutRemark.replace(/^(["'`])(.*)\1$/u, '$2').trim();
}
