import { Worker } from 'node:worker_threads';
import { TerminalError } from '../../platform/errors.js';
import type { ScriptLimits } from './analysis.config.js';
import type { ScriptAsk, ScriptReply } from './analysis-worker.js';

const WORKER = new URL(import.meta.url.endsWith('.ts') ? './analysis-worker.ts' : './analysis-worker.js', import.meta.url);

/**
 * Runs a script in QuickJS in a thread of its own, which has neither network, files nor process, and is ended when its
 * time is over. @returns the JSON of what it returned @throws TerminalError `script-…` with a sentence for its author
 */
export async function runScript(script: string, input: string, limits: ScriptLimits, signal: AbortSignal): Promise<string> {
  signal.throwIfAborted();
  const { heapBytes, outputBytes } = limits;
  const ask: ScriptAsk = { script, input, heapBytes, outputBytes };
  const worker = new Worker(WORKER, {
    workerData: ask,
    env: {},
    stdin: false,
    stdout: true,
    stderr: true,
    execArgv: ['--disable-warning=ExperimentalWarning'],
    resourceLimits: { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 32 },
  });
  try {
    return outputOf(await replyOf(worker, limits, signal), limits);
  } finally {
    await worker.terminate();
  }
}

function replyOf(worker: Worker, limits: ScriptLimits, signal: AbortSignal): Promise<ScriptReply> {
  const timeout = AbortSignal.timeout(limits.timeoutMs);
  return new Promise<ScriptReply>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', (cause: Error) => {
      reject(new TerminalError('script-failed', `The script cannot be carried out: ${cause.message}`, { cause }));
    });
    worker.once('exit', () => {
      reject(new TerminalError('script-failed', 'The script ended without an answer.'));
    });
    AbortSignal.any([signal, timeout]).addEventListener('abort', () => {
      reject(signal.aborted ? (signal.reason as Error) : tooSlow(limits));
    });
  });
}

function tooSlow({ timeoutMs }: ScriptLimits): TerminalError {
  return new TerminalError('script-timeout', `The script did not end within ${timeoutMs / 1000} s and was stopped.`, {
    hint: 'Look for a loop that does not end, or let the query before it do the counting.',
  });
}

function outputOf(reply: ScriptReply, limits: ScriptLimits): string {
  switch (reply.kind) {
    case 'returned':
      if (reply.json !== null) return reply.json;
      throw new TerminalError('script-without-result', 'The script returned nothing.', { hint: 'End it with `return rows`.' });
    case 'too-large':
      throw new TerminalError(
        'script-result-too-large',
        `The script returned ${megabytes(reply.bytes)}; at most ${megabytes(limits.outputBytes)} are kept.`,
        { hint: 'Return the counts, not the rows they were made of.' },
      );
    case 'threw': {
      const where = reply.line === null ? '' : ` in its line ${reply.line}`;
      if (!/out of memory/i.test(reply.message)) throw new TerminalError('script-threw', `The script threw${where}: ${reply.message}`);
      throw new TerminalError('script-out-of-memory', `The script used more than ${megabytes(limits.heapBytes)} of memory${where}.`, {
        hint: 'Let the query before it do the counting.',
      });
    }
  }
}

function megabytes(bytes: number): string {
  return `${Math.round((bytes / 1_048_576) * 10) / 10} MB`;
}
