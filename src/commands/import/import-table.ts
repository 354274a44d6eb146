import Table from 'cli-table3';
import type { Imported, ImportedGuide, Problem } from '../../tsg-parser/index.js';

/** What became of an import: how many compiled, with warnings, refused, passed over, and why. */
export function importTable(from: string, results: readonly Imported[]): string {
  const guides = results.flatMap((one) => ('why' in one ? [] : [one]));
  const passedOver = results.flatMap((one) => ('why' in one ? [one] : []));
  const counts = new Table({ head: ['', 'guides', 'new', 'new version', 'unchanged'], style: PLAIN });
  for (const [name, kind] of KINDS) {
    const own = guides.filter((one) => kindOf(one) === kind);
    const fresh = own.filter(({ changed, guide }) => changed && guide.version === 1).length;
    const changed = own.filter((one) => one.changed).length - fresh;
    counts.push([name, own.length, fresh, changed, own.length - fresh - changed]);
  }
  if (passedOver.length > 0) counts.push(['passed over', passedOver.length, '', '', '']);
  const why = [...reasons(guides), ...passedOver.map(({ name, why: reason }): Row => ['passed over', '1', name, reason])];
  return [`${from}: ${results.length} files`, counts.toString(), ...whyTable(why), ''].join('\n');
}

const PLAIN = { head: [], border: [] };

type Kind = 'compiled' | 'warned' | 'refused';
type Row = [reason: string, guides: string, first: string, message: string];

const KINDS: readonly (readonly [string, Kind])[] = [
  ['compiled', 'compiled'],
  ['compiled, with warnings', 'warned'],
  ['refused, kept with its problems', 'refused'],
];

function kindOf({ guide }: ImportedGuide): Kind {
  if (!guide.runnable) return 'refused';
  return guide.problems.some(({ severity }) => severity === 'warning') ? 'warned' : 'compiled';
}

/** By rule: how many guides, and the first of them with its line. */
function reasons(guides: readonly ImportedGuide[]): Row[] {
  const byRule = new Map<string, { count: number; readonly name: string; readonly problem: Problem }>();
  for (const { guide } of guides) {
    const told = new Map(guide.problems.filter(({ severity }) => severity !== 'info').map((problem) => [problem.rule, problem]));
    for (const [rule, problem] of told) {
      const known = byRule.get(`${problem.severity} ${rule}`);
      if (known === undefined) byRule.set(`${problem.severity} ${rule}`, { count: 1, name: guide.name, problem });
      else known.count += 1;
    }
  }
  return [...byRule]
    .sort(([left, a], [right, b]) => (left.startsWith('error') ? 0 : 1) - (right.startsWith('error') ? 0 : 1) || b.count - a.count)
    .map(([rule, { count, name, problem }]) => [rule, String(count), `${name}:${problem.line}`, problem.message]);
}

function whyTable(rows: readonly Row[]): string[] {
  if (rows.length === 0) return [];
  const table = new Table({ head: ['why', 'guides', 'first', 'what it says'], colWidths: [34, 8, 40, 60], wordWrap: true, style: PLAIN });
  table.push(...rows);
  return ['', table.toString()];
}

/** One JSON object a line, and last the sum. */
export function importedJson(results: readonly Imported[]): string {
  const lines = results.map((one) =>
    'why' in one
      ? { name: one.name, result: 'passed-over', why: one.why }
      : {
          name: one.guide.name,
          id: one.guide.id,
          result: kindOf(one),
          change: !one.changed ? 'unchanged' : one.guide.version === 1 ? 'new' : 'new-version',
          version: one.guide.version,
          planId: one.guide.planId,
          problems: one.guide.problems,
          origin: one.guide.origin,
        },
  );
  const sum = { files: results.length, ...counted(lines.map(({ result }) => result)) };
  return [...lines, sum].map((line) => `${JSON.stringify(line)}\n`).join('');
}

function counted(words: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}
