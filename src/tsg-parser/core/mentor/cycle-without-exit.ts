import { structural, type MentorRule, type Subject } from './subject.js';

export const cycleWithoutExit: MentorRule = {
  id: 'cycle-without-exit',
  family: 'control flow',
  severity: 'error',
  about: 'Steps that lead back must say when to stop.',
  check: structural('cycle-without-exit', (line, subject) => subject.form !== 'page' && leadsBack(line, subject)),
};

/** "Repeat steps 1-4 for the other disks" and "run steps 1 to 4 above" end by themselves. */
function leadsBack(line: number, { lines }: Subject): boolean {
  const words = lines.slice(line - 1, line + 1).join(' ');
  return (
    /\b(?:return|repeat|go(?: back)?|back to|again|start over|proceed|continue)\b|[-=]>/i.test(words) &&
    !/\b(?:repeat|run|do|follow)\b[^.]*\b(?:for|on) (?:each|every|all|any other|the (?:other|remaining|next)|`)|\bsteps? \S+ (?:through|to|-) \S+ above\b|\bback to [^.]*\band (?:ensure|clear|check|make|verify|repeat|fix|correct)\b/i.test(
      words,
    )
  );
}
