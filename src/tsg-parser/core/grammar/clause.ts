import { slice, type RichText } from '../document.js';
import { remembered } from '../memo.js';
import { actOf } from './verbs.js';

/** What stands before the comma. `so` and `not-so` refer to a question or a condition told before. */
export type Premise =
  | { readonly kind: 'says'; readonly text: string; readonly cue: string }
  | { readonly kind: 'so'; readonly extra: string | null }
  | { readonly kind: 'not-so'; readonly words: string; readonly extra: string | null };

export interface Clause {
  readonly premise: Premise | null;
  readonly body: RichText;
}

const CONNECTIVE =
  /^(?:(?:and|but|so|therefore|thus|hence|consequently|as a result|in that case|also|additionally|however|then|finally|similarly|likewise|next|now|or|in addition|alternatively|as an? (?:last|final|other) resort|in (?:more )?\w+ cases|during [^,.]{3,60}(?=,))[,:]?\s+)*/i;
const NOT_SO =
  /^(?:otherwise|else|if (?:they are|it is|this is|that is|there is|there are|it has|it does|they do|this does|that does|you do|you are)? ?(?:not|n['’]t|none)(?: (?:the case|so|successful))?(?=\s*[,:;.]|\s*$|\s*[-–—]>|\s*→)|if (?:it|they|this|that) (?:does|do|is|are|has|have|did) ?(?:not|n['’]t)(?: \w+){0,2}?(?=\s*,)|(?:if )?\W{0,2}no\W{0,2}(?=\s*[,:;.]|\s*[-–—=]+>|\s*→|\s+[-–—]\s|\s*$)|if none(?: of (?:these|them|the above))?(?: \w+){0,2}(?=\s*,))/i;
const SO =
  /^(?:(?:if )?\W{0,2}yes\W{0,2}(?=\s*[,:;.]|\s*[-–—=]+>|\s*→|\s+[-–—]\s|\s*$)|if so(?=\s*[,:;.])|if (?:it|this|that|they|there) (?:is|does|are|do|has|have)(?: the (?:case|issue|cause|problem|reason))?(?=\s*[,:]))/i;
const CUE =
  /^(?:only )?(if|when|(?:in|for) (?:the )?case(?: when| where| that| of)?|in the event(?: that| of)?|should|once|unless|as soon as|as long as|where|for)\b/i;
/** "For more details", "for example": no condition. */
const NOT_FOR =
  /^for (?:more|other|general|example|instance|reference|further|detail|details|additional|information|this|these|that|the following|each|every|all|guidance|instructions|help|now|both|any|a list|the rest|your|use|an example|complete|full|assistance|support|background|context|step|steps|best)\b/i;
const NOT_SHOULD =
  /^should (?:the|this|be|have|not|also|return|show|see|look|output|display|resolve|fix)\b(?!.*\b(?:be|have|fail|persist|exist|remain|need)\b)/i;
const ARROW = /\s*(?:[-–—=]+>|→|⇒)\s*/;

/** Splits one sentence into its clauses: "If X, do Y; otherwise Z" has two. */
export const clausesOf = remembered((content: RichText): readonly Clause[] => pieces(content).map(readClause));

/** Semicolons and ", otherwise" separate clauses, unless inside code or brackets. */
function pieces(content: RichText): RichText[] {
  const cuts = [0];
  const { text } = content;
  for (const { at, character } of outside(text)) {
    const rest = text.slice(at + 1);
    if (character === ';' && /^\s*(?:if|otherwise|else|when|and if|in case)\b/i.test(rest)) cuts.push(at + 1);
    if (character === ',' && /^\s*(?:otherwise|or else|else|and if not|if not)\b/i.test(rest)) cuts.push(at + 1);
  }
  return cuts.map((cut, index) => trimmed(content, cut, cuts[index + 1] ?? text.length)).filter((piece) => piece.text !== '');
}

function trimmed(content: RichText, from: number, to: number): RichText {
  const raw = content.text.slice(from, to);
  const lead = raw.length - raw.trimStart().length;
  return slice(content, from + lead, Math.max(from + lead, from + raw.trimEnd().length));
}

function readClause(content: RichText): Clause {
  const skip = CONNECTIVE.exec(content.text)?.[0].length ?? 0;
  const text = content.text.slice(skip);
  const negative = NOT_SO.exec(text);
  if (negative !== null)
    return referring(content, skip, negative[0], (extra) => ({ kind: 'not-so', words: negative[0].replace(/[*_`]/g, '').trim(), extra }));
  const positive = SO.exec(text);
  if (positive !== null) return referring(content, skip, positive[0], (extra) => ({ kind: 'so', extra }));
  const cue = CUE.exec(text);
  if (cue === null || NOT_FOR.test(text) || NOT_SHOULD.test(text)) return trailing(content);
  return leading(content, skip, cue[0]) ?? { premise: null, body: content };
}

/** "If No, and the outlier appears elsewhere, consider …": what follows "and" belongs to the premise. */
function referring(content: RichText, skip: number, words: string, premise: (extra: string | null) => Premise): Clause {
  const after = skip + words.length;
  const rest = content.text.slice(after);
  const separator = /^\W*?(?:[,:;.]|[-–—=]+>|→|\s[-–—]\s)?\s*/.exec(rest)?.[0].length ?? 0;
  const extra = /^and (?:if )?([^,]+),\s*/i.exec(rest.slice(separator));
  const conditional = /^if (?:you (?:are|have|want)|it|there|the)\b([^,]*),\s*/i.exec(rest.slice(separator));
  const more = extra ?? conditional;
  return { premise: premise(extra?.[1] ?? null), body: trimmed(content, after + separator + (more?.[0].length ?? 0), content.text.length) };
}

function leading(content: RichText, skip: number, cue: string): Clause | null {
  const from = skip + cue.length;
  const split = splitAt(content.text, from);
  if (split === null) return null;
  const premise = content.text.slice(from, split.end).trim();
  if (premise === '') return null;
  return {
    premise: { kind: 'says', text: cleaned(premise), cue: cue.toLowerCase() },
    body: trimmed(content, split.next, content.text.length),
  };
}

interface Split {
  readonly end: number;
  readonly next: number;
  /** "If X you can Y": no comma stands between. */
  readonly soft?: true;
}

/** Where the premise ends: the first separator after which something is asked, else the first after which something is told. */
function splitAt(text: string, from: number): Split | null {
  const all = separators(text, from);
  const candidates = all.filter(({ soft }) => soft !== true);
  const asks = candidates.find(
    ({ next }) => actOf(text.slice(next)) !== null || /^(?:then|proceed|go|continue|skip|jump|return|stop)\b/i.test(text.slice(next)),
  );
  if (asks !== undefined) return asks;
  const unmarked = all.find(({ soft }) => soft === true);
  const [first] = candidates;
  if (unmarked !== undefined && (first === undefined || unmarked.end < first.end)) return unmarked;
  return candidates.find(({ next }) => !/^(?:or|and|but|which|who|as|e\.g|i\.e|such|including|like)\b/i.test(text.slice(next))) ?? null;
}

function separators(text: string, from: number): Split[] {
  const found: Split[] = [];
  for (const { at, character } of outside(text)) {
    if (at < from) continue;
    const rest = text.slice(at);
    const arrow = /^(?:[-–—=]+>|→|⇒)\s*/.exec(rest);
    if (arrow !== null && /\s/.test(text[at - 1] ?? ' ')) found.push({ end: at, next: at + arrow[0].length });
    else if (character === ',' || (character === ':' && /^:(?:\s|$)/.test(rest)))
      found.push({ end: at, next: at + (/^[,:]\s*/.exec(rest)?.[0].length ?? 1) });
    else if (
      /^\s(?:then\s|please\s|(?:proceed|go|skip|jump|return|escalate)\s(?:to|with|at|directly|back)\s|continue\s(?:to|with|at)\s(?:steps?|the|section|mitigation)\s)/i.test(
        rest,
      )
    )
      found.push({ end: at, next: at + 1 });
    else if (at > from + 3 && /^\s(?:you (?:can|could|should|must|may want|need to|have to)|we (?:can|could|should)|try to)\s/i.test(rest))
      found.push({ end: at, next: at + 1, soft: true });
  }
  return found;
}

/** "Go to Step 4 if the pod is gone": the premise comes last. */
function trailing(content: RichText): Clause {
  const match =
    /^(.+?)\s+(?:only )?(?:if|when|in case|unless)\s+((?!necessary|possible|needed|required|applicable|available|not already|any\b)[^.;]+?)[.:]?$/i.exec(
      content.text,
    );
  const arrow = ARROW.exec(content.text);
  if (
    match?.[1] === undefined ||
    match[2] === undefined ||
    arrow !== null ||
    /^\W*(?:please )?(?:ask|check|verify|confirm|determine|find out|test|decide)\b(?!.*,)/i.test(match[1]) ||
    /\b(?:check|see|confirm|verify|determine|whether|know|ask|decide|which|even|as|look)\W*$/i.test(match[1])
  ) {
    return { premise: null, body: content };
  }
  return { premise: { kind: 'says', text: cleaned(match[2]), cue: 'trailing if' }, body: trimmed(content, 0, match[1].length) };
}

/** "Should there be unallocated shards" before bullets: a condition and nothing else. */
export function bareCondition(text: string): string | null {
  const bare = text.trim().replace(/[.:]$/, '');
  const match = /^(?:if|when|should|in case(?: of| that)?|for the case(?: that| when| where)?)\s+([^,;]{4,140})$/i.exec(bare);
  return match?.[1] === undefined || splitAt(bare, 3) !== null ? null : cleaned(match[1]);
}

function cleaned(premise: string): string {
  return premise
    .replace(/\s+/g, ' ')
    .replace(/[,:;\s]+$/, '')
    .trim();
}

/** Characters outside code spans and brackets. */
function outside(text: string): { at: number; character: string }[] {
  const found: { at: number; character: string }[] = [];
  let code = false;
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? '';
    if (character === '`') code = !code;
    else if (!code && '([{'.includes(character)) depth += 1;
    else if (!code && ')]}'.includes(character)) depth = Math.max(0, depth - 1);
    else if (!code && depth === 0 && SEPARATING.test(character)) found.push({ at, character });
  }
  return found;
}

/** Only these begin a separator. */
const SEPARATING = /[;,:\s=→⇒–—-]/;
