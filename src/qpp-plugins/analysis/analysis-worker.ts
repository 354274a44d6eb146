import { parentPort, workerData } from 'node:worker_threads';
import { newQuickJSWASMModuleFromVariant, newVariant, RELEASE_SYNC } from 'quickjs-emscripten';

/** What the worker is given. Kept free of other files of ours, so that it runs as it stands in a thread of its own. */
export interface ScriptAsk {
  readonly script: string;
  /** JSON of `{ rows, results, parameters, at }`. */
  readonly input: string;
  readonly heapBytes: number;
  readonly outputBytes: number;
}

export type ScriptReply =
  /** JSON of what the script returned; null where it returned nothing. */
  | { readonly kind: 'returned'; readonly json: string | null }
  | { readonly kind: 'too-large'; readonly bytes: number }
  /** `line` counts from 1 within the script; null where nobody knows. */
  | { readonly kind: 'threw'; readonly message: string; readonly line: number | null };

/** Node has it; the types of Node do not. */
declare const WebAssembly: { readonly Memory: new (pages: { readonly initial: number; readonly maximum: number }) => never };

const PAGE_BYTES = 65_536;
const STACK_BYTES = 256 * 1024;
const NAME = 'script.js';

/** The script is the body of a function; what it returns leaves as JSON. Line 1 of the script is line 2 of this. */
function wrapped(script: string): string {
  return `(function (input) { const { rows, results, parameters, at } = JSON.parse(input); const returned = (function () { 'use strict';\n${script}\n})(); return returned === undefined || returned === null ? null : JSON.stringify(returned); })`;
}

async function run(ask: ScriptAsk): Promise<ScriptReply> {
  const wasmMemory = new WebAssembly.Memory({ initial: 256, maximum: Math.ceil(ask.heapBytes / PAGE_BYTES) });
  const machine = await newQuickJSWASMModuleFromVariant(newVariant(RELEASE_SYNC, { wasmMemory }));
  const runtime = machine.newRuntime();
  runtime.setMaxStackSize(STACK_BYTES);
  const context = runtime.newContext();
  const compiled = context.evalCode(wrapped(ask.script), NAME);
  if (compiled.error !== undefined) return threw(context.dump(compiled.error));
  const called = context.callFunction(compiled.value, context.undefined, context.newString(ask.input));
  if (called.error !== undefined) return threw(context.dump(called.error));
  if (context.typeof(called.value) !== 'string') return { kind: 'returned', json: null };
  const json = context.getString(called.value);
  const bytes = Buffer.byteLength(json);
  return bytes > ask.outputBytes ? { kind: 'too-large', bytes } : { kind: 'returned', json };
}

function threw(error: unknown): ScriptReply {
  if (typeof error !== 'object' || error === null) return { kind: 'threw', message: String(error), line: null };
  const { name, message, stack } = error as { readonly name?: unknown; readonly message?: unknown; readonly stack?: string | null };
  const line = Number(new RegExp(`${NAME}:(\\d+)`).exec(stack ?? '')?.[1]);
  return { kind: 'threw', message: [name, message].filter(Boolean).join(': '), line: line > 1 ? line - 1 : null };
}

/** Memory that has run out can break the machine itself; what is left of it goes with this thread. */
parentPort?.postMessage(
  await run(workerData as ScriptAsk).catch((error: unknown): ScriptReply => ({
    kind: 'threw',
    message: `InternalError: out of memory (${String(error)})`,
    line: null,
  })),
);
