import { slice, type RichText } from '../document.js';

export type Target =
  | { readonly kind: 'step'; readonly series: string; readonly number: string }
  | { readonly kind: 'anchor'; readonly anchor: string; readonly label: string }
  | { readonly kind: 'titled'; readonly title: string }
  | { readonly kind: 'next' | 'previous' };

export interface Jump {
  readonly targets: readonly Target[];
  readonly mode: 'parallel' | 'serial' | null;
  /** "return to", "repeat": meant as going back. */
  readonly back: boolean;
  /** "repeat steps 5 to 11 for the other disk": once more, then on. */
  readonly again: boolean;
  /** "proceed to" always sends; "see" and "check" only where a condition stands before them. */
  readonly strong: boolean;
}

const MOVE =
  /\b(?:proceed|go(?: back)?|continue|skip|jump|move(?: on| ahead| back)?|advance|return|fall back|head|switch|start|begin|run|execute|perform|follow|repeat|redo|do|complete|carry out|apply|try|see|refer|check|use|resume|restart|come back|look|goto)\b/i;
const STRONG_MOVE =
  /\b(?:proceed|go(?: directly| straight)?(?: back)? to|goto|continue (?:with|to|at|from)|skip (?:to|ahead)|jump|move (?:on |ahead |back )?to|advance to|return to|fall back to|resume (?:at|from|with)|repeat|redo|start (?:with |from |at )?(?:the )?steps?|run steps?|execute steps?|perform steps?|follow steps?|start again (?:at|from|with))\b/i;
const STEP_LIST =
  /\b(steps?|phases?|stages?|mitigations?|options?|scenarios?|procedures?|solutions?|methods?|sections?|items?|parts?|checks?)(?:\s+#?|#)(\d+(?:\.\d+)*[a-z]?|[A-Z])\b((?:\s*(?:,|and|or|&|through|thru|to|until|-|–|—|,\s*and|,\s*or|and then|,\s*then|then)\s*(?:steps?\s*)?#?(?:\d+(?:\.\d+)*[a-z]?))*)/i;
const BACK = /\b(?:return|go back|repeat|redo|start over|start again|loop back|come back|resume)\b/i;

/** "Step 2: read the logs" is that step. */
const LABEL = /^\W*(?:steps?|phase|stage)\s+#?\d+[a-z]?\W{0,2}\s*(?:[:.)]|\s[-–—])\W{0,3}\s+\S/i;
/** "You can return to the step before": nobody is sent. */
const MAY_GO_BACK = /\b(?:can|may|could|might) (?:also |always )?(?:return|go back|come back)\b/i;

/** Reads where a phrase sends the reader; null where it sends nowhere. Weak verbs ("see", "check") count with a link only. */
export function readJump(body: RichText): Jump | null {
  const text = body.text;
  if (LABEL.test(text) || MAY_GO_BACK.test(text)) return null;
  if (!MOVE.test(text) && !/^\W*steps?\s+#?\d/i.test(text)) return null;
  const strong = STRONG_MOVE.exec(text);
  const mode = /\b(?:in parallel|concurrently|simultaneously|at the same time)\b/i.test(text)
    ? 'parallel'
    : /\b(?:in (?:serial|series|sequence|order|turn)|one (?:by one|after (?:the other|another))|sequentially)\b/i.test(text)
      ? 'serial'
      : null;
  const back = BACK.test(text);
  const again =
    /\b(?:repeat|redo)\b(?!.*\b(?:until|while|as long as|if)\b)|\b(?:run|follow|perform|execute|do) (?:the )?steps? [^.]{1,30}\babove\b/i.test(
      text,
    );
  const from = strong?.index ?? 0;
  const after = slice(body, from, text.length);
  const anchored = after.links.filter(({ target }) => target.startsWith('#') && target.length > 1);
  if (strong !== null || /^\W*steps?\s+#?\d/i.test(text)) {
    const steps = stepTargets(after.text);
    if (steps.length > 0) return { targets: steps, mode, back, again, strong: true };
    if (anchored.length > 0) return { targets: anchored.slice(0, 1).map(anchorTarget), mode, back, again, strong: true };
    const relative = relativeTarget(after.text);
    if (relative !== null) return { targets: [relative], mode, back, again, strong: true };
  }
  if (anchored.length > 0 && /\b(?:see|refer|check|follow|use|try|apply|perform|run|look|consult|find)\b/i.test(text))
    return { targets: anchored.slice(-1).map(anchorTarget), mode, back: false, again: false, strong: false };
  return titledTarget(after.text, strong !== null, { mode, back, again });
}

/** "Steps 2 through 10" and "Steps 2, 3 and 5", each by its number. */
export function stepTargets(text: string): Target[] {
  const match = STEP_LIST.exec(text);
  if (match?.[1] === undefined || match[2] === undefined || /^[a-z]$/.test(match[2])) return [];
  const series = match[1].toLowerCase().replace(/s$/, '');
  return numbersOf(match[2], match[3] ?? '').map((number) => ({ kind: 'step', series, number }));
}

function numbersOf(first: string, rest: string): string[] {
  const numbers = [first.toLowerCase()];
  for (const part of rest.matchAll(/(through|thru|to|until|-|–|—)?\s*(?:steps?\s*)?#?(\d+(?:\.\d+)*[a-z]?)/gi)) {
    const to = part[2] ?? '';
    const from = Number(numbers.at(-1));
    if (part[1] !== undefined && Number.isInteger(from) && Number.isInteger(Number(to)) && Number(to) - from < 100) {
      for (let number = from + 1; number < Number(to); number += 1) numbers.push(String(number));
    }
    numbers.push(to.toLowerCase());
  }
  return [...new Set(numbers)];
}

function anchorTarget({ target, label }: { target: string; label: string }): Target {
  return { kind: 'anchor', anchor: target.slice(1).toLowerCase(), label };
}

function relativeTarget(text: string): Target | null {
  if (/\bnext (?:step|item|section|check)\b|\bthe steps below\b|\bbelow\W*$/i.test(text)) return { kind: 'next' };
  if (/\bprevious (?:step|item|section|check)\b/i.test(text)) return { kind: 'previous' };
  return null;
}

/** "continue with the Escalation section": by its heading. */
function titledTarget(text: string, strong: boolean, { mode, back, again }: Pick<Jump, 'mode' | 'back' | 'again'>): Jump | null {
  const section = /\b(?:the\s+)?["“'`]?([\p{L}][\p{L}\d /-]{2,60}?)["”'`]?\s+(?:section|steps?|procedure)\b(?:\s+(?:below|above))?/iu.exec(
    text.replace(MOVE, '').replace(/^\W*(?:to|with|at|the|ahead|directly|on)\s+/i, ''),
  );
  if (section?.[1] === undefined || (!strong && !/\b(?:below|above)\b/i.test(text))) return null;
  const title = section[1].replace(/^(?:to|with|at|the|in)\s+/gi, '').trim();
  return title === '' || /^(?:the|this|these|following|next|previous|same)$/i.test(title)
    ? null
    : { targets: [{ kind: 'titled', title }], mode, back, again, strong };
}
