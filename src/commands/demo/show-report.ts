import { styleText } from 'node:util';
import type { IncidentReport, ReportSentence } from '../../incidents/index.js';
import { redactDeep } from '../../platform/redact.js';

/** The report as a person reads it in a terminal: sections with their sentences and the rows they rest on, secrets masked. */
export function showReport(whole: IncidentReport): string {
  const report = redactDeep(whole);
  const sections: readonly (readonly [string, readonly ReportSentence[]])[] = [
    ['Cause', report.cause],
    ['Ruled out', report.ruledOut],
    ...(report.alsoSeen.length === 0 ? [] : [['Also seen', report.alsoSeen] as const]),
    ['Not checked', report.notChecked],
    ['Changed', report.changed],
    ['Verified', report.verified],
    ['Will it stay?', report.willItStay],
  ];
  const heading = `${styleText('bold', `Report: ${report.title}`)}${report.demo ? styleText('yellow', '  DEMO') : ''}  (cluster ${report.cluster})`;
  return [heading, ...sections.map(([title, sentences]) => showSection(title, sentences))].join('\n\n');
}

function showSection(title: string, sentences: readonly ReportSentence[]): string {
  const lines = sentences.length === 0 ? ['  nothing'] : sentences.map(showSentence);
  return [styleText('bold', title), ...lines].join('\n');
}

function showSentence({ sentence, stepId, evidence }: ReportSentence): string {
  const source = stepId === null ? '' : styleText('dim', `  [${stepId}]`);
  return `  • ${sentence}${source}${evidence === null ? '' : `\n${showTable(evidence.columns, evidence.rows)}`}`;
}

function showTable(columns: readonly string[], rows: readonly (readonly unknown[])[]): string {
  const cells = [columns, ...rows].map((row) => row.map(showCell));
  const widths = columns.map((_column, index) => Math.min(44, Math.max(...cells.map((row) => (row[index] ?? '').length))));
  return cells
    .map((row) =>
      styleText(
        'dim',
        `      ${row
          .map((cell, index) => cell.slice(0, 44).padEnd(widths[index] ?? 0))
          .join('  ')
          .trimEnd()}`,
      ),
    )
    .join('\n');
}

function showCell(value: unknown): string {
  if (value === null || value === undefined) return '-';
  if (typeof value === 'number') return String(Math.round(value * 10_000) / 10_000);
  return typeof value === 'string' ? value : JSON.stringify(value);
}
