import { actOf } from './verbs.js';

/** `outcome`: the guide says it has found or mended something. `healthy`: there is nothing to do. `ends`: this branch is done. */
export type Stop = 'outcome' | 'healthy' | 'ends';

const OUTCOME =
  /\b(?:this is (?:a|the) (?:potential|definitive|likely|possible|final|confirmed) (?:resolution|outcome|answer|root cause)|definitive resolution|potential resolution|final outcome of th(?:is|e)|the incident is (?:mitigated|resolved)|the (?:issue|problem) is (?:resolved|solved|fixed|mitigated)\W*$)/i;
const HEALTHY =
  /\b(?:no (?:further |other |more )?(?:action|intervention|mitigation|steps?)(?: is| are)? (?:is |are )?(?:needed|required|necessary)|nothing (?:to do|is wrong|further to do)|(?:can|may) be (?:safely )?ignored|false positive|resolves? (?:itself|on its own)\W*$|is healthy(?:[,;.]|$| and))/i;
const ENDS =
  /\b(?:stop here|you(?:'re| are) done|this is the end of (?:this|the) (?:guide|tsg|runbook|procedure|document)|end of (?:the |this )?(?:guide|tsg|runbook|procedure|troubleshooting)|end here|(?:the )?(?:guide|procedure|troubleshooting) (?:ends|is complete|is finished)|close the (?:incident|alert|ticket)\W*$|the alert has cleared\W*$|(?:investigate|consider|look for) (?:for )?(?:other|different) (?:possible )?(?:causes|reasons)|causes other than|exit th(?:is|e) (?:guide|runbook))/i;

/** Whether a phrase ends its branch, and how; null where it does not. */
export function stopOf(text: string): Stop | null {
  if (holds(OUTCOME, text)) return 'outcome';
  if (holds(HEALTHY, text) && actOf(text) === null) return 'healthy';
  return holds(ENDS, text) ? 'ends' : null;
}

/** "… until the incident is resolved" and "confirm that nothing is wrong" end nothing. */
function holds(phrase: RegExp, text: string): boolean {
  const match = phrase.exec(text);
  if (match === null || /\b(?:at|near|to|from|in|by|on) the\s*$/i.test(text.slice(0, match.index))) return false;
  return !/\b(?:until|once|after|before|whether|unless|till)\b[^.;]*$/i.test(text.slice(0, match.index));
}
