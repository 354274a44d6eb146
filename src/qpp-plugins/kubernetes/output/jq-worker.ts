import { parentPort, workerData } from 'node:worker_threads';
import jq from 'jq-wasm';

/** What the worker is given. Kept free of other files of ours, so that it runs as it stands in a thread of its own. */
export interface JqAsk {
  readonly input: string;
  readonly program: string;
  readonly options: readonly string[];
}

export type JqReply = { readonly kind: 'printed'; readonly text: string } | { readonly kind: 'failed'; readonly message: string };

/** Node has it; the types of Node do not. */
declare const WebAssembly: {
  readonly Memory: { readonly prototype: { grow: (this: { readonly buffer: ArrayBuffer }, pages: number) => number } };
};

const PAGE_BYTES = 65_536;
const MOST_BYTES = 256 * 1024 * 1024;
const { prototype } = WebAssembly.Memory;
const { grow } = prototype;

/** jq sets itself no limit; where its memory may not grow, it ends with an error of its own. */
prototype.grow = function (pages) {
  if (this.buffer.byteLength + pages * PAGE_BYTES > MOST_BYTES) throw new RangeError('jq may not use more memory');
  return grow.call(this, pages);
};

async function run({ input, program, options }: JqAsk): Promise<JqReply> {
  try {
    return { kind: 'printed', text: await jq.raw(input, program, [...options]) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { kind: 'failed', message: message.replace(/^Failed to execute raw query: /, '') };
  }
}

parentPort?.postMessage(await run(workerData as JqAsk));
