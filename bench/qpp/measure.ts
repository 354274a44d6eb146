/** What one query costs on our side, in milliseconds at the median. */
export interface Cost {
  /** Binding its values and checking the bound text. */
  readonly prepareMs: number;
  /** What asking takes beyond the bare exchange with the source: limits, reading the answer, rows, summary. */
  readonly handlingMs: number;
}

const WARM_UP = 100;

/** Prepares, asks and exchanges in turn, so that whatever else the machine does weighs on all three alike. */
export async function costOf(
  prepare: () => unknown,
  ask: () => Promise<unknown>,
  exchange: () => Promise<unknown>,
  times: number,
): Promise<Cost> {
  const spent = { prepare: [] as number[], ask: [] as number[], exchange: [] as number[] };
  for (let time = -WARM_UP; time < times; time += 1) {
    const begun = performance.now();
    prepare();
    const prepared = performance.now();
    await ask();
    const asked = performance.now();
    await exchange();
    const exchanged = performance.now();
    if (time < 0) continue;
    spent.prepare.push(prepared - begun);
    spent.ask.push(asked - prepared);
    spent.exchange.push(exchanged - asked);
  }
  return { prepareMs: median(spent.prepare), handlingMs: Math.max(0, median(spent.ask) - median(spent.exchange)) };
}

function median(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? Number.NaN;
}
