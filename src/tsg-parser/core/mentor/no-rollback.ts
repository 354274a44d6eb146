import type { DraftQuery } from '../draft.js';
import { andMore, changesInBlocks, firstLine } from './changes.js';
import { titleOf, wordsOf, type MentorRule } from './subject.js';

/** What comes back by itself, or is meant to stay. */
const SELF_HEALING =
  /\bdelete\s+(?:pods?|po|\S*jobs?)\b|\brollout\s+(?:restart|undo)\b|\b(?:restart|reload|reboot|kill\w*|taskkill|renew|defrag|Restart-\w+|Start-\w+|systemctl\s+(?:start|enable|daemon-reload)|uncordon|Install-\w+|Import-\w+|Register-\w+|Clear-\w+|Repair-\w+|prune|vacuum|reindex|gzip)\b/i;
const WAY_BACK =
  /\b(?:roll\w*[ -]?back|undo\w*|revert\w*|restor\w+|back ?up|previous (?:value|revision|state|version|number|setting)|original|set it back|take it back|afterwards|again|recreat\w+|re-creat\w+|keep a copy|automatically|temporar\w+|uncordon|scale (?:it )?back|re-?enable)\b/i;

/** A change that goes wrong needs a way back, thought of before. */
export const noRollback: MentorRule = {
  id: 'no-rollback',
  family: 'safety',
  severity: 'warning',
  about: 'A change must name its way back.',
  check: (subject) => {
    const [first, ...others] = changesInBlocks(subject).filter(
      ({ step, query }) =>
        !SELF_HEALING.test(query.text) && changesState(query) && !WAY_BACK.test(wordsOf(step)) && step.node.options.rollback === null,
    );
    if (first === undefined) return [];
    const command = firstLine(first.query.text);
    return [
      {
        line: first.query.lines[0],
        quote: command,
        message: `"${titleOf(first.step)}" runs "${command}" and does not say how to take it back.${andMore(others.length)}`,
        suggestion: 'Add a line "Rollback: …", or say that none is needed and why.',
      },
    ];
  },
};

/** Settings and objects; not files of the person who works. */
function changesState({ text, language }: DraftQuery): boolean {
  if (language === 'kubectl' || language === 'oc')
    return /\b(?:scale|patch|edit|set|delete|replace|annotate|label|taint|cordon|drain)\b/.test(text);
  return language === 'sql' || language === 'powershell' || /\b(?:set|scale|delete|update|remove|out|stop|disable|drop|rm)\b/.test(text);
}
