import { Command } from 'commander';
import type { RunEvent } from '../../src/dag-scheduler/index.js';
import { register } from '../../src/commands/run/run.js';
import type { IncidentReport } from '../../src/incidents/index.js';

type Event = RunEvent['event'] & { readonly at: string; readonly seq: number };

/** What `periplus run --json` printed: its events, and last the report. */
export interface RunOutput {
  readonly events: readonly Event[];
  readonly report: IncidentReport;
}

/** Carries out `periplus run --json …` in this process, on a database of its own: what it prints is what a person gets. */
export async function runCommand(databaseUrl: string, args: readonly string[]): Promise<RunOutput> {
  const before = process.env['DATABASE_URL'];
  const write = process.stdout.write.bind(process.stdout);
  const printed: string[] = [];
  process.env['DATABASE_URL'] = databaseUrl;
  process.stdout.write = (text: string | Uint8Array): boolean => printed.push(String(text)) > 0;
  try {
    const program = new Command('periplus').exitOverride();
    register(program);
    await program.parseAsync(['run', '--json', ...args], { from: 'user' });
  } finally {
    process.stdout.write = write;
    if (before === undefined) delete process.env['DATABASE_URL'];
    else process.env['DATABASE_URL'] = before;
  }
  const lines = printed.join('').trim().split('\n');
  const [report, ...events] = lines.toReversed().map((line) => JSON.parse(line) as unknown);
  return { events: events.toReversed() as Event[], report: report as IncidentReport };
}

/** The questions a run asked, by step. */
export function questionsOf({ events }: RunOutput): ReadonlyMap<string, Extract<Event, { type: 'question-asked' }>['question']> {
  return new Map(events.flatMap((event) => (event.type === 'question-asked' ? [[event.question.stepId, event.question] as const] : [])));
}

/** Why a step failed, rests or was cancelled: every sentence that was told of it, in order. */
export function reasonOf({ events }: RunOutput, stepId: string): string {
  return events.flatMap((event) => (event.type === 'step-settled' && event.stepId === stepId ? [event.because ?? ''] : [])).join('\n');
}
