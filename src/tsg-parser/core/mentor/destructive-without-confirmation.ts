import type { DraftQuery } from '../draft.js';
import { andMore, changesIn, lineLike, type Change } from './changes.js';
import { titleOf, wordsOf, type Finding, type MentorRule } from './subject.js';

/** What nobody brings back: data, volumes, whole installations. */
const LOSES =
  /\b(?:drop\s+(?:table|database|schema|column)|truncate\s|delete\s+from|rm\s+-\w*[rf]|mkfs|wipe\w*|shred|Format-Volume|Clear-Disk|Remove-(?:VirtualDisk|StoragePool|Volume|Partition|VM|Item(?!.*te?mp))\b|flush(?:all|db)|terraform\s+destroy|gsutil\s+rm|disks?\s+delete|delete\s+(?:pvc?|persistentvolume\w*|namespaces?|ns|crds?|secrets?)\b|osd\s+(?:purge|destroy)|pool\s+(?:rm|delete)|helm\b.*\suninstall|purge[-_]?queue|reset\s+--hard)/i;
/** What stops or takes away something that a person can bring back. */
const STOPS =
  /\b(?:delete|drain|destroy|drop\s+(?:index|view)|rm\s|(?:pg_)?terminate\w*|pg_cancel_backend|shutdown|poweroff|reboot|Restart-Computer|kill(?:all)?\s|taskkill|decommission|failover|rollout\s+undo|replicas[= ]0\b)|\s--force\b|--grace-period=0/i;
/** A controller makes it again: a note is enough. */
const MADE_AGAIN = /\bdelete\s+(?:pods?|po)\b|\bdelete\s+\S*jobs?\b/i;

/** Somebody is asked, or told what it costs, wherever in the step. */
const ASKED =
  /\b(?:confirm(?:ation|ed)?\b(?! that)|approv\w*|permission|consent|consult|sign-?off|(?:ask|check|coordinate|agree|align|speak|talk) (?:with |to )?(?:the |your |their |an? |its )?(?:\w+ ){0,3}(?:owners?|teams?|lead|commander|customers?|manager|on-?call|users?|admins?\w*|engineers?|support)|maintenance window|change (?:request|ticket|window)|last resort|irreversibl\w+|destructive|data loss|(?:lose|loses|lost) |danger\w*|caution|cautious\w*|warning|careful\w*|downtime|outage|interrupt\w*|disrupt\w*|be aware|without (?:a yes|asking)|only (?:if|when|after|do|with|once)|safe(?:ly)?\b|own risk|double-?check|will be (?:deleted|removed|dropped|evicted|killed)|(?:automatically )?re-?created)/i;
/** Said before the command these count too. */
const MINDED =
  /\b(?:make sure|ensure|verify that|confirm that|check that|important|note that|(?:take|make|have|create|keep) (?:a |an )?(?:\w+ )?(?:backup|copy|snapshot))\b/i;

/** What cannot be taken back needs somebody's yes, or at least a word of warning. */
export const destructiveWithoutConfirmation: MentorRule = {
  id: 'destructive-without-confirmation',
  family: 'safety',
  severity: 'warning',
  about: 'A destructive command needs a confirmation before it.',
  check: (subject) => {
    if (subject.form === 'page') return [];
    const destroys = (query: DraftQuery): boolean => LOSES.test(codeOf(query)) || (subject.form === 'normal' && STOPS.test(codeOf(query)));
    const found = changesIn(subject).filter((change) => destroys(change.query) && !isAsked(change, subject.lines));
    const [first, ...others] = found.filter(({ query }) => !MADE_AGAIN.test(query.text));
    if (first !== undefined) return [finding(first, others.length)];
    const [pod, ...pods] = found;
    return pod === undefined ? [] : [{ ...finding(pod, pods.length), severity: 'info' }];
  },
};

function codeOf({ text }: DraftQuery): string {
  return text.replace(/^\s*(?:#|--).*$/gm, '');
}

function isAsked({ step, query }: Change, lines: readonly string[]): boolean {
  const [from, to] = query.lines;
  const start = Math.max(step.node.lines[0], from - 12);
  const before = lines.slice(Math.min(start, from - 5) - 1, from - 1).join('\n');
  const comments = lines
    .slice(from - 1, to)
    .flatMap((line) => /(?:^|\s)(?:#|--\s)(.*)$/.exec(line)?.[1] ?? [])
    .join('\n');
  return ASKED.test(wordsOf(step)) || [before, comments].some((text) => ASKED.test(text) || MINDED.test(text));
}

function finding({ step, query }: Change, more: number): Finding {
  const { line, text } = lineLike(query, LOSES.test(codeOf(query)) ? LOSES : STOPS);
  return {
    line,
    quote: text,
    message: `"${text}" in "${titleOf(step)}" destroys something, and nobody is asked before.${andMore(more)}`,
    suggestion: 'Say who must confirm it, e.g. "Confirm with the service owner before you run this."',
  };
}
