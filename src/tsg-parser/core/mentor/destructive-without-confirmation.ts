import type { DraftQuery } from '../draft.js';
import { titleOf, wordsOf, type MentorRule, type SubjectStep } from './subject.js';

const DESTROYS =
  /\b(?:delete|drain|destroy|drop\s+(?:table|index|database|schema|column|view)|truncate|rm\s+-\w*[rf]|rm\s|mkfs|wipe\w*|purge|--force|--grace-period=0|Remove-\w+|Format-Volume|Clear-Disk|reset\s+--hard|terminate|shutdown|reboot|Restart-Computer|kill(?:all)?\s|taskkill|seek\s|decommission|failover|rollout\s+undo|scale\b.*--replicas=0\b)/i;
const RECREATED = /\bdelete\s+(?:pods?|po)\b|\brollout\s+restart\b|\bdelete\s+\S*job/i;
const ASKED =
  /\b(?:confirm\w*|approv\w*|permission|consult|ask|agree\w*|careful\w*|caution|warning|danger\w*|maintenance window|back ?up|back-up|data loss|will (?:be )?(?:lost|deleted|removed|interrupt\w*|disrupt\w*)|downtime|make sure|ensure|only (?:if|when|after|do)|be aware|important|note that|sign-?off|double.?check|verify that|irreversible|last resort|comfortable|safe(?:ly)?|consent|owner)\b/i;

/** What cannot be taken back needs somebody's yes, or at least a word of warning. */
export const destructiveWithoutConfirmation: MentorRule = {
  id: 'destructive-without-confirmation',
  family: 'safety',
  severity: 'warning',
  about: 'A destructive command needs a confirmation before it.',
  check: ({ queries, lines }) => {
    const found = queries.filter(
      ({ step, query }) => query.mutating && destroys(query) && !ASKED.test(wordsOf(step)) && !ASKED.test(around(query, lines)),
    );
    const [first, ...others] = found;
    return first === undefined ? [] : [finding(first.step, first.query, others.length)];
  },
};

function destroys({ text }: DraftQuery): boolean {
  return DESTROYS.test(text) && !RECREATED.test(text);
}

/** The three lines before the command, and its own comments. */
function around({ lines: [from, to] }: DraftQuery, lines: readonly string[]): string {
  return [...lines.slice(Math.max(0, from - 5), from - 1), ...lines.slice(from - 1, to).filter((line) => /#|--/.test(line))].join('\n');
}

function finding(step: SubjectStep, query: DraftQuery, more: number): { line: number; message: string; suggestion: string; quote: string } {
  const command = firstLine(query.text);
  const others = more === 0 ? '' : ` So do ${String(more)} more in this guide.`;
  return {
    line: query.lines[0],
    quote: command,
    message: `"${command}" in "${titleOf(step)}" destroys something, and nobody is asked before.${others}`,
    suggestion: 'Say who must confirm it, e.g. "Confirm with the service owner before you run this."',
  };
}

export function firstLine(text: string): string {
  const line = text.split('\n')[0] ?? '';
  return line.length > 80 ? `${line.slice(0, 77)}…` : line;
}
