export interface StepLabel {
  /** `step` for "Step 3", `mitigation`, `option`, `scenario`, …; `letter` for "A."; `number` for "3.". */
  readonly series: string;
  readonly number: string;
  readonly title: string;
}

const WORD_LABEL =
  /^(step|stage|phase|mitigation|option|scenario|case|procedure|solution|method|check|action|resolution|workaround|cause|approach|fix|task|part)(?:\s+#?|#|-)(\d+(?:\.\d+)*[a-z]?|[A-Z])\b\s*(?:[-–—:.)]\s*)?(.*)$/i;
const BARE_LABEL = /^(?:(\d{1,2}(?:\.\d{1,2})*)(?:[.):]|\s+[-–—])|([A-Z])[.)])\s+(\S.*)$/;

/** "Step 3 - Read the logs" → step, 3, "Read the logs". Null for a heading that carries no number or letter of its own. */
export function stepLabel(title: string): StepLabel | null {
  const worded = WORD_LABEL.exec(title.trim());
  if (worded !== null && !/^[a-z]$/.test(worded[2] ?? ''))
    return { series: (worded[1] ?? '').toLowerCase(), number: (worded[2] ?? '').toLowerCase(), title: worded[3] ?? '' };
  const bare = BARE_LABEL.exec(title.trim());
  if (bare === null) return null;
  return bare[1] === undefined
    ? { series: 'letter', number: (bare[2] ?? '').toLowerCase(), title: bare[3] ?? '' }
    : { series: 'number', number: bare[1], title: bare[3] ?? '' };
}

/** "Step 2: read the logs" at the head of a paragraph or of a list item: a step that can be named. */
export function paragraphLabel(text: string): StepLabel | null {
  const match = /^\W*step\s+#?(\d+[a-z]?)\W{0,2}\s*(?:[:.)]|\s[-–—])\W{0,3}\s*(\S.*)$/is.exec(text);
  return match?.[1] === undefined ? null : { series: 'step', number: match[1].toLowerCase(), title: match[2] ?? '' };
}

/** Alternatives rather than a sequence: "Option 1", "Scenario A". */
export function isAlternative({ series }: StepLabel): boolean {
  return [
    'option',
    'scenario',
    'case',
    'solution',
    'method',
    'cause',
    'approach',
    'mitigation',
    'workaround',
    'fix',
    'resolution',
  ].includes(series);
}

/** The anchor GitHub gives a heading. */
export function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-');
}
