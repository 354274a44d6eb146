import type { DraftQuery } from '../draft.js';
import { andMore, lineLike, mitigationsIn } from './changes.js';
import type { Form } from './form.js';
import { titleOf, wordsOf, type MentorRule } from './subject.js';

/** What comes back by itself, or is meant to stay. */
const SELF_HEALING =
  /\bdelete\s+(?:pods?|po|\S*jobs?)\b|\brollout\s+(?:restart|undo)\b|\b(?:restart|reload|reboot|kill\w*|taskkill|renew|defrag|Restart-\w+|Start-\w+|systemctl\s+(?:start|enable|daemon-reload)|uncordon|Install-\w+|Import-\w+|Register-\w+|Clear-\w+|Repair-\w+|prune|vacuum|reindex|gzip)\b/i;
/** Settings of objects and systems; not files of the person who works. */
const SETS =
  /\b(?:kubectl|oc|k)\b.*\s(?:scale|patch|edit|set|replace|annotate|label|taint|cordon|drain)\b|\balter\s+(?:system|table|role|database)\b|\b(?:Set|Disable|Enable)-(?!Variable|Location|StrictMode|ExecutionPolicy|PSRepository|Content|Alias)[A-Z]\w+|\bsystemctl\s+(?:stop|disable|mask)\b|\b(?:gcloud|az|aws)\b.*\s(?:update|set|resize|scale|stop|disable)\b|\bceph\b.*\s(?:set|unset|out|reweight\S*)\b/i;
const TAKES_AWAY = /\b(?:set|scale|delete|update|remove|stop|disable|drop|rm|uninstall)\b/i;
const WAY_BACK =
  /\b(?:roll\w*[ -]?back|undo\w*|revert\w*|restor\w+|back ?up|previous (?:value|revision|state|version|number|setting)|original|set it back|take it back|afterwards|again|recreat\w+|re-creat\w+|keep a copy|automatically|temporar\w+|uncordon|scale (?:it )?back|re-?enable)\b/i;

/** A change that goes wrong needs a way back, thought of before. */
export const noRollback: MentorRule = {
  id: 'no-rollback',
  family: 'safety',
  severity: 'warning',
  about: 'A change must name its way back.',
  check: (subject) => {
    const [first, ...others] = mitigationsIn(subject).filter(
      ({ step, query }) => isOneWay(query, subject.form) && !WAY_BACK.test(wordsOf(step)) && step.node.options.rollback === null,
    );
    if (first === undefined) return [];
    const { line, text } = lineLike(first.query, SETS);
    return [
      {
        line,
        quote: text,
        message: `"${titleOf(first.step)}" runs "${text}" and does not say how to take it back.${andMore(others.length)}`,
        suggestion: 'Add a line "Rollback: …", or say that none is needed and why.',
      },
    ];
  },
};

/** Outside of the normal form only settings count: what is deleted there is mostly left over from something else. */
function isOneWay({ text, language }: DraftQuery, form: Form): boolean {
  if (SELF_HEALING.test(text)) return false;
  return SETS.test(text) || (form === 'normal' && (TAKES_AWAY.test(text) || language === 'sql'));
}
