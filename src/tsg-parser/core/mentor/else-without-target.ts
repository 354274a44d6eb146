import { destinationOf } from '../passes/read-exits.js';
import { actOf } from '../grammar/verbs.js';
import type { Section } from '../document.js';
import { asks, type Branch, type Question } from './questions.js';
import type { MentorRule } from './subject.js';

/** "Proceed." Where to? */
const NOWHERE =
  /^\W*(?:please )?(?:proceed|continue|go(?: on)?|move on|carry on|skip)(?:\s+(?:to|with) the (?:appropriate|right|relevant|corresponding|correct|respective|other) (?:steps?|section|procedure|guide))?\W*$/i;
/** What explains, and asks nothing. */
const EXPLAINS = /\b(?:may|might|could|means?|indicates?|suggests?|likely|because|since|probably)\b/i;
const LONGEST = 8;

/** "Otherwise." and nothing to do: the reader is left standing. */
export const elseWithoutTarget: MentorRule = {
  id: 'else-without-target',
  family: 'control flow',
  severity: 'warning',
  about: 'An Otherwise must say where to go or what to do.',
  check: ({ questions, form }) =>
    (form === 'page' ? [] : questions).flatMap(({ branches, section }) =>
      branches
        .filter((branch, index) => answers(branches.slice(0, index), section) && leadsNowhere(branch))
        .map(({ line, sentence }) => ({
          line,
          quote: sentence.text,
          message: `"${sentence.text}" says neither where to go nor what to do.`,
          suggestion: 'Name the step to go on with, or say that the guide ends here.',
        })),
    ),
};

/** Otherwise than what? Without something asked before it, it only explains. */
function answers(before: Question, { title }: Section): boolean {
  return before.some(asks) || (title.text.trim().endsWith('?') && before.length > 0);
}

function leadsNowhere(branch: Branch): boolean {
  if (branch.kind !== 'else' && !(branch.kind === 'no' && /^(?:no|if not)\b/i.test(branch.condition))) return false;
  if (
    branch.sentence.text.endsWith(':') ||
    branch.follows.some(({ content }) => destinationOf(content, true) !== null || actOf(content.text) !== null)
  )
    return false;
  if (NOWHERE.test(branch.body.text)) return true;
  return !asks(branch) && branch.body.text.split(/\s+/).length <= LONGEST && !(branch.kind === 'no' && EXPLAINS.test(branch.body.text));
}
