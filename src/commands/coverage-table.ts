import Table from 'cli-table3';
import { sumOf, type Coverage } from '../tsg-parser/index.js';

export type FileCoverage = Coverage & { readonly file: string };

const PLAIN = { head: [], border: [] };
const HEAD = ['guide', 'steps', 'run', 'by hand', 'prose', 'conditions', 'by rule', 'asked', 'changes', 'refused'];

/** A line for each guide, their sum, and the reasons why guides are refused and commands left to a person. */
export function coverageTable(all: readonly FileCoverage[]): string {
  const table = new Table({ head: HEAD, style: PLAIN });
  for (const one of all) {
    const { file, steps, runnable, byHand, prose, conditions, decidedByRule, asked, changes, refused } = one;
    const why = [...new Set(refused.map(({ rule }) => rule))].join(', ');
    table.push([
      shortened(file),
      steps,
      runnable,
      byHand.length,
      prose.length,
      conditions,
      decidedByRule,
      asked.length,
      changes.length,
      why,
    ]);
  }
  const sum = sumOf(all);
  table.push([
    `${sum.guides} guides`, sum.steps, sum.runnable, sum.byHand, sum.prose, sum.conditions, sum.decidedByRule, sum.asked, sum.changes,
    `${sum.refused} refused`,
  ]); // prettier-ignore
  return `${table.toString()}\n${reasons(sum.why)}`;
}

function reasons(why: ReturnType<typeof sumOf>['why']): string {
  if (why.length === 0) return '';
  const table = new Table({ head: ['', 'why', 'how often', 'first'], colWidths: [10, 70, 11, 50], wordWrap: true, style: PLAIN });
  for (const { what, reason, count, first } of why) table.push([what, reason, count, shortened(first)]);
  return `\n${table.toString()}\n`;
}

/** Every command, question and change of each guide with its line. */
export function tellDetails(all: readonly FileCoverage[]): string {
  return all.map(told).join('\n');
}

function told({ file, byHand, prose, changes, asked, refused }: FileCoverage): string {
  const lines = [
    file,
    ...refused.map(({ line, message }) => `  refused  line ${line}: ${message}`),
    ...byHand.map(({ line, command, reason }) => `  by hand  line ${line}: ${command}  (${reason})`),
    ...prose.map(({ line, title }) => `  prose    line ${line}: ${title}`),
    ...changes.map(({ line, command }) => `  changes  line ${line}: ${command}`),
    ...asked.map(({ line, text }) => `  asked    line ${line}: ${text}`),
  ];
  return `${lines.join('\n')}\n`;
}

function shortened(file: string): string {
  return file.length > 48 ? `…${file.slice(-47)}` : file;
}
