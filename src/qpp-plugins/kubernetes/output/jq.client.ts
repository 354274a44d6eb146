import { Worker } from 'node:worker_threads';
import { TerminalError } from '../../../platform/errors.js';
import type { JqAsk, JqReply } from './jq-worker.js';

const WORKER = new URL(import.meta.url.endsWith('.ts') ? './jq-worker.ts' : './jq-worker.js', import.meta.url);
const TIMEOUT_MS = 10_000;

/**
 * Runs a program of jq's in jq itself, in a thread that has neither files nor network nor our environment, and is ended
 * when its time is over. @returns what it printed, a value a line @throws TerminalError with jq's own words
 */
export async function runJq(ask: JqAsk, signal: AbortSignal): Promise<string> {
  signal.throwIfAborted();
  const worker = new Worker(WORKER, {
    workerData: ask,
    env: {},
    stdout: true,
    stderr: true,
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
  try {
    const reply = await replyOf(worker, signal);
    if (reply.kind === 'printed') return reply.text;
    if (/parse error/u.test(reply.message)) return 'not-json';
    throw new TerminalError('jq-failed', `${reply.message.split('\n')[0] ?? ''}.`, { hint: 'Try the command where jq is installed.' });
  } finally {
    await worker.terminate();
  }
}

function replyOf(worker: Worker, signal: AbortSignal): Promise<JqReply> {
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  return new Promise<JqReply>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', (cause: Error) => {
      reject(new TerminalError('jq-failed', `jq cannot be carried out: ${cause.message}.`, { cause }));
    });
    worker.once('exit', () => {
      reject(new TerminalError('jq-failed', 'jq ended without an answer.'));
    });
    AbortSignal.any([signal, timeout]).addEventListener('abort', () => {
      const tooSlow = new TerminalError('jq-timeout', `jq did not end within ${String(TIMEOUT_MS / 1000)} s and was stopped.`);
      reject(signal.aborted ? (signal.reason as Error) : tooSlow);
    });
  });
}
