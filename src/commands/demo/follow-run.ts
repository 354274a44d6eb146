import { createInterface } from 'node:readline/promises';
import { styleText } from 'node:util';
import cliProgress from 'cli-progress';
import { createLogUpdate } from 'log-update';
import type { ApprovalView, QuestionView, RunEvent, RunView } from '../../dag-scheduler/index.js';
import type { ApiClient } from '../api-client.js';
import { drawPlan, progressOf } from './draw-plan.js';
import { tellEvent } from './tell-event.js';

export interface Terminal {
  readonly output: NodeJS.WriteStream;
  readonly input: NodeJS.ReadStream;
  /** A person sits there: draw live and wait for answers. */
  readonly isInteractive: boolean;
}

/**
 * Follows a run to its end: draws the DAG and tells each event as it is committed, asks for each approval.
 * Without a terminal it approves after showing the call and says so.
 */
export async function followRun(
  api: ApiClient,
  runId: string,
  terminal: Terminal,
  onEvent: (event: RunEvent) => void = () => undefined,
): Promise<RunView> {
  const live = createLogUpdate(terminal.output);
  const stop = new AbortController();
  try {
    for await (const event of api.events(runId, stop.signal)) {
      onEvent(event);
      const run = await api.run(runId);
      if (terminal.isInteractive) live.clear();
      const line = tellEvent(event, run);
      if (line !== null) terminal.output.write(`${line}\n`);
      await respond(api, event, terminal);
      if (terminal.isInteractive) live(`\n${drawPlan(run, terminal.output.columns)}\n\n${progressLine(run)}`);
    }
  } finally {
    if (terminal.isInteractive) live.clear();
    stop.abort();
  }
  return api.run(runId);
}

const BAR_CELLS = 30;
const BAR = { barsize: BAR_CELLS, barCompleteString: '█'.repeat(BAR_CELLS), barIncompleteString: '░'.repeat(BAR_CELLS), barGlue: '' };

function progressLine(run: RunView): string {
  const { settled, total } = progressOf(run);
  return `  ${cliProgress.Format.BarFormat(total === 0 ? 1 : settled / total, BAR)} ${settled}/${total} steps settled`;
}

async function respond(api: ApiClient, event: RunEvent, terminal: Terminal): Promise<void> {
  if (event.event.type === 'approval-requested' && event.event.approval.status === 'open')
    await approve(api, event.event.approval, terminal);
  if (event.event.type === 'question-asked' && event.event.question.status === 'open') await answer(api, event.event.question, terminal);
}

/** Once: a change that takes a second person is left to one. */
async function approve(api: ApiClient, approval: ApprovalView, terminal: Terminal): Promise<void> {
  if (approval.grants.length > 0) return;
  if (!terminal.isInteractive) {
    terminal.output.write(`  ${styleText('yellow', 'AUTO-APPROVED (DEMO)')}: nobody sits at this terminal.\n`);
    await api.decide(approval.id, 'grant', 'auto-approved by the demo: no terminal');
    return;
  }
  const said = await ask(terminal, `  ${styleText('bold', 'Approve this change?')} [y/N] `);
  await api.decide(approval.id, said.trim().toLowerCase().startsWith('y') ? 'grant' : 'deny', null);
}

async function answer(api: ApiClient, question: QuestionView, terminal: Terminal): Promise<void> {
  if (!terminal.isInteractive) {
    terminal.output.write('  Nobody sits at this terminal to answer: the run is cancelled and reported as far as it came.\n');
    await api.cancel(question.runId, 'a question and nobody at the terminal');
    return;
  }
  const offered = question.options.length === 0 ? '' : ` [${question.options.join(' / ')}]`;
  const said = (await ask(terminal, `  Your answer${offered}, empty to leave it open: `)).trim();
  if (said !== '') await api.answer(question.id, said);
}

async function ask(terminal: Terminal, prompt: string): Promise<string> {
  const lines = createInterface({ input: terminal.input, output: terminal.output });
  try {
    return await lines.question(prompt);
  } finally {
    lines.close();
  }
}
