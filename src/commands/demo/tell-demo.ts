import { styleText } from 'node:util';
import type { RunView } from '../../dag-scheduler/index.js';
import type { IncidentView } from '../../incidents/index.js';

/** Which guide was chosen and why, and each parameter with its source. */
export function tellMatch(incident: IncidentView): string {
  const [match] = incident.matches;
  const parameters = Object.entries(incident.parameters).map(
    ([name, { value, source }]) => `    ${name} = ${String(value)} ${styleText('dim', `(${source})`)}`,
  );
  return [
    `${styleText('bold', `Incident #${incident.number} opened`)}: ${incident.title}`,
    match === undefined ? '  No guide matches.' : `  Guide: ${styleText('bold', match.guideTitle)}, because of ${match.reason}`,
    ...(parameters.length === 0 ? [] : ['  Parameters:', ...parameters]),
    ...(incident.held === null ? [] : [`  Held: ${incident.held.sentence}`]),
  ].join('\n');
}

/** What took how long, the makespan against the critical path, and what to try next. */
export function tellTimes(times: readonly { readonly what: string; readonly ms: number }[], run: RunView): string {
  const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`.padStart(8);
  const lines = times.map(({ what, ms }) => `  ${seconds(ms)}  ${what}`);
  const total = times.reduce((sum, { ms }) => sum + ms, 0);
  return [
    styleText('bold', 'Time'),
    ...lines,
    `  ${seconds(total)}  from the command to the report`,
    ...(run.makespanMs === null || run.criticalPathMs === null
      ? []
      : [`  The run took ${seconds(run.makespanMs).trim()}; its critical path is ${seconds(run.criticalPathMs).trim()}.`]),
    '',
    styleText('bold', 'Next'),
    '  npm run demo -- --fault SS-10          another fault (SS-01 SS-02 SS-04 SS-10 SS-13 SS-15, or SS-C1: a false alarm)',
    '  npm run demo -- --keep                 leave it running and look around',
    '  npm run try -- ./your-runbook.md       what Periplus makes of a runbook of yours',
  ].join('\n');
}
