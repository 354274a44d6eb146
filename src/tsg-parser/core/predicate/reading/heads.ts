import type { Token } from '../tokens.js';
import { verbOf } from '../words/inflections.js';
import { looksLikeStatus, stateGroup } from '../words/states.js';

/** Words that are nouns as often as verbs; in these forms the words around them decide. */
const NOUNS_TOO = new Set(
  `abort alert balance base capture cause conflict contact control cover debug design document edit estimate extract fix focus function guide hash help impact insert install lack map merge mirror monitor notice override overlap overload pick plan profile program query record reference repair review search ship sign silence structure supply support surface swap target trace track treat trust tune view visit warm wrap locate separate correct clean complete live lower open close free own double triple zero idle last miss gather
  access address answer attempt backup block boot build bump cache call cause change check claim commit connect count crash cross decrease delete display drain drift drop end exit experience fault fire fit flag flow form
  group handle hit hold host idle increase index issue label lag land lead leave limit link list load lock log loop match measure mention miss mount move name need note number order output peak place plan point poll post press route handle host transfer trend sink stream shard answer backup gate follow support contact place question
  probe process produce queue range read record release replay report request reset resource rest restart result return rise run sample scale schedule scrape search share show shard shed sleep spike split stage stall stand start state
  stay stop store stream surge switch sync target test throttle time top total transfer trial trigger try turn update upgrade use volume wait watch win work write zero`.split(
    /\s+/,
  ),
);

const AUXILIARIES = new Set('be have do can could may might must shall should will would'.split(' '));
const DETERMINERS = new Set(
  'the a an any all each every no some this that these those its their his our your both either neither another such most of in on at for by to with from as per about'.split(
    ' ',
  ),
);
const AFTER_VERBS = new Set(
  'the a an any no not all its their in on at for with to from by above below over under within as more less than out up down back since during until'.split(
    ' ',
  ),
);

/** Whether a verb stands here that says something of what stands before it. */
export function isVerbAt(words: readonly Token[], index: number): boolean {
  const token = words[index];
  if (token?.kind !== 'word') return false;
  const verb = verbOf(token.text);
  if (verb === null) return false;
  if (AUXILIARIES.has(verb)) return true;
  const before = words[index - 1];
  const after = words[index + 1];
  if (token.text === 'state' || token.text === 'phase') return false;
  if (isAttribute(token, before, after)) return false;
  if (!NOUNS_TOO.has(verb) || /(?:ed|ing)$/.test(token.text)) return true;
  return (
    before !== undefined &&
    !isDeterminer(before) &&
    (after === undefined ||
      after.kind !== 'word' ||
      AFTER_VERBS.has(after.text) ||
      stateGroup(after.text) !== null ||
      looksLikeStatus(after.raw))
  );
}

function isDeterminer(token: Token): boolean {
  return DETERMINERS.has(token.text) || token.kind === 'operator' || token.kind === 'number';
}

/** "the failed jobs", "2 running pods": a participle before a noun. */
function isAttribute(token: Token, before: Token | undefined, after: Token | undefined): boolean {
  if (!/(?:ed|ing|en|own|ost)$/.test(token.text) || after?.kind !== 'word') return false;
  const nounAfter =
    !AFTER_VERBS.has(after.text) &&
    verbOf(after.text) !== 'be' &&
    verbOf(after.text) !== 'have' &&
    !/ly$/.test(after.text) &&
    after.text !== 'or' &&
    after.text !== 'and';
  return nounAfter && (before === undefined || isDeterminer(before) || !/s$/.test(before.text));
}

export const RELATIVES = new Set(['that', 'which', 'who', 'whose', 'where']);

/** Whether something is said from here on: a verb, a comparison, a negation. */
export function isHeadAt(words: readonly Token[], index: number): boolean {
  const token = words[index];
  if (token === undefined) return false;
  return (
    token.kind === 'operator' || (token.kind === 'word' && (token.text === 'not' || token.text === 'without')) || isVerbAt(words, index)
  );
}

/** Position of the first thing said; the length of the words where nothing is. */
export function firstHead(words: readonly Token[], from = 0): number {
  for (let index = from; index < words.length; index += 1) if (isHeadAt(words, index)) return index;
  return words.length;
}
