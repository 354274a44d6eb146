import type { Paragraph } from '../document.js';
import { clausesOf } from '../grammar/clause.js';
import { occasionOf } from '../grammar/occasion.js';
import { sentencesOf, type Sentence } from '../grammar/sentences.js';
import { actOf } from '../grammar/verbs.js';

/** Whether a paragraph asks for something, past its conditions. */
export function instructs(paragraph: Paragraph): boolean {
  if (/^\W*(?:note|warning|important|tip|caution|ps)\b/i.test(paragraph.content.text)) return false;
  if (isSubGuide(paragraph)) return true;
  if (offersUnderCondition(paragraph)) return true;
  return sentencesOf(paragraph.content).some(
    (sentence) =>
      !isReference(sentence) &&
      (occasionOf(sentence.text) !== null ||
        clausesOf(sentence.content).some(
          ({ premise, body }) => actOf(body.text) !== null || (premise !== null && ASKS_SOFTLY.test(body.text)),
        )),
  );
}

/** "See [the manual](https://…)." and nothing else: further reading. "For other cases, see [the manual](./x)." always is. */
function isReference({ content, text }: Sentence): boolean {
  if (
    content.links.length > 0 &&
    /^(?:for|to) (?:[^,]|, such as[^,]*,)+, (?:see|refer to|check out|visit)\b/i.test(text) &&
    !content.links.some(({ target }) => target.startsWith('#'))
  )
    return true;
  if (content.links.length === 0 || !content.links.every(({ target }) => /^https?:/i.test(target))) return false;
  let rest = text;
  for (const { label } of content.links) rest = rest.replace(label, '');
  return /^\W*(?:(?:see|read|visit|refer to|and|or|also|please|the)\W*)*(?:for (?:more|further|additional|full|complete) (?:details?|information|info|examples?).*)?$/i.test(
    rest,
  );
}

/** `[pod debug](helpers/podDebug.md)` and nothing else: a guide to follow. */
export function isSubGuide({ content }: Paragraph): boolean {
  const [first] = content.links;
  if (first === undefined || !content.links.every(({ target }) => /\.md(?:#.*)?$/i.test(target))) return false;
  return content.links.reduce((length, { start, end }) => length + end - start, 0) >= content.text.replace(/[\s,;]+/g, '').length - 3;
}

export const ASKS_SOFTLY =
  /\b(?:you (?:may|can|should|must|might|need|have)|we can|needs? to be|should be|must be|can be (?:restarted|deleted|recreated|increased|scaled)|might need|refer to|resolve in some time|start planning|automatically resolve|follow the (?:steps|procedure|instructions)|contact )\b/i;

/** "If a policy blocks it: policies come with the product. You can disable it.": a way to help, however long its preamble. */
function offersUnderCondition({ content }: Paragraph): boolean {
  const sentences = sentencesOf(content);
  const [clause] = sentences[0] === undefined ? [] : clausesOf(sentences[0].content);
  if (clause?.premise?.kind !== 'says' || clause.premise.cue === 'trailing if') return false;
  return sentences.some(({ text }) => /\byou (?:can|could|should|may want to|might want to|need to|have to) \w+/i.test(text));
}
