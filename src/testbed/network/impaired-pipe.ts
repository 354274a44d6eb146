import type { Socket } from 'node:net';

/** What the way does to the bytes now; asked for each chunk, so that a change takes effect on open connections too. */
export interface Impairment {
  readonly blocked: boolean;
  readonly delayMs: number;
  readonly jitterMs: number;
  readonly loss: number;
  readonly bytesPerSecond: number | null;
}

export const CLEAR_WAY: Impairment = { blocked: false, delayMs: 0, jitterMs: 0, loss: 0, bytesPerSecond: null };

const RETRANSMIT_MS = 200;
const FIRST_SYN_RETRY_MS = 1_000;
const MOST_SYN_RETRIES = 5;

/** How long a new connection waits on a lossy way: lost SYNs are repeated after 1 s, 3 s, 7 s …; null: for ever. */
export function connectDelayMs(impairment: Impairment, random: () => number): number | null {
  if (impairment.blocked) return null;
  let lost = 0;
  while (lost <= MOST_SYN_RETRIES && random() < impairment.loss) lost += 1;
  if (lost > MOST_SYN_RETRIES) return null;
  return FIRST_SYN_RETRY_MS * (2 ** lost - 1);
}

/** Copies bytes in one direction, in order, each chunk as late as the way makes it. */
export function pipeImpaired(source: Socket, sink: Socket, way: () => Impairment, random: () => number): void {
  let freeAt = 0;
  source.on('data', (chunk: Buffer) => {
    const impairment = way();
    if (impairment.blocked) return;
    const now = performance.now();
    const arrival = Math.max(freeAt, now + lateness(impairment, random));
    freeAt = arrival + (impairment.bytesPerSecond === null ? 0 : (chunk.length / impairment.bytesPerSecond) * 1_000);
    if (freeAt <= now) {
      sink.write(chunk);
      return;
    }
    source.pause();
    setTimeout(() => {
      if (!sink.destroyed) sink.write(chunk);
      source.resume();
    }, freeAt - now);
  });
  source.on('end', () => {
    setTimeout(() => sink.end(), Math.max(0, freeAt - performance.now()));
  });
}

function lateness(impairment: Impairment, random: () => number): number {
  let late = impairment.delayMs + impairment.jitterMs * random();
  while (random() < impairment.loss) late += RETRANSMIT_MS;
  return late;
}
