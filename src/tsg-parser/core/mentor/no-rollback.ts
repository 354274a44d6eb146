import type { DraftQuery } from '../draft.js';
import { andMore, lineLike, mitigationsIn } from './changes.js';
import type { Form } from './form.js';
import { titleOf, wordsOf, type MentorRule } from './subject.js';

/** What comes back by itself, or is meant to stay. */
const SELF_HEALING =
  /\bdelete\s+(?:pods?|po|\S*jobs?)\b|\brollout\s+(?:restart|undo)\b|\b(?:restart|reload|reboot|kill\w*|taskkill|renew|defrag|Restart-\w+|Start-\w+|systemctl\s+(?:start|enable|daemon-reload)|uncordon|Install-\w+|Import-\w+|Register-\w+|Clear-\w+|Repair-\w+|prune|vacuum|reindex|gzip)\b/i;
/** Settings of objects and systems; not files of the person who works. */
const SETS =
  /\b(?:kubectl|oc|k)\b.*\s(?:scale|patch|edit|set|replace|annotate|label|taint|cordon|drain)\b|\balter\s+(?:system|table|role|database)\b|\b(?:Set|Disable)-(?!Variable|Location|StrictMode|ExecutionPolicy|PSRepository|Content|Alias)[A-Z]\w+|\bsystemctl\s+(?:stop|disable|mask)\b|\b(?:gcloud|az|aws)\b.*\s(?:update|set|resize|scale|stop|disable)\b|\bceph\b.*\s(?:set|unset|out|reweight\S*)\b/i;
/** Switched off, held back or emptied for the time of the repair. */
const STAYS_BEHIND =
  /\b(?:kubectl|oc)\b.*\s(?:cordon|drain|taint)\b|--replicas[= ]0\b|\bpaused?"?\s*[:=]\s*true|\bsystemctl\s+(?:stop|disable|mask)\b|\b(?:Disable|Suspend)-[A-Z]\w+|\bceph\b.*\sset\s+(?:no\w+|pause)\b|\bmaintenance\b.*\b(?:on|true|enable)\b/i;
const OPPOSITES: readonly (readonly [RegExp, RegExp])[] = [
  [/\b(?:cordon|drain)\b/, /\buncordon\b/],
  [/--replicas[= ]0\b/, /--replicas[= ](?!0\b)/],
  [/\bpaused?"?\s*[:=]\s*true/i, /\bpaused?"?\s*[:=]\s*false/i],
  [/\bsystemctl\s+(?:stop|disable|mask)\b/, /\bsystemctl\s+(?:start|restart|enable|unmask)\b/],
  [/\b(?:Disable|Suspend)-/i, /\b(?:Enable|Resume)-/i],
  [/\bset\s+(?:no\w+|pause)\b/, /\bunset\b/],
  [/\btaint\b/, /\btaint\b.*-(?:\s|$)/],
];
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
      ({ step, query }) =>
        isOneWay(query, subject.form) &&
        !WAY_BACK.test(wordsOf(step)) &&
        !isTakenBack(query, subject.lines) &&
        step.node.options.rollback === null,
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

/** A later line of the guide does the opposite. */
function isTakenBack({ text, lines: [from] }: DraftQuery, lines: readonly string[]): boolean {
  const opposite = OPPOSITES.find(([done]) => done.test(text))?.[1];
  return opposite !== undefined && lines.slice(from - 1).some((line) => opposite.test(line));
}

/** Outside of the normal form only what somebody must remember to take back counts: a new size or setting is mostly meant to stay. */
function isOneWay({ text, language }: DraftQuery, form: Form): boolean {
  if (SELF_HEALING.test(text)) return false;
  return form === 'normal' ? SETS.test(text) || TAKES_AWAY.test(text) || language === 'sql' : STAYS_BEHIND.test(text);
}
