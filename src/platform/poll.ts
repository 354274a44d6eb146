import { setTimeout as sleep } from 'node:timers/promises';

export interface PollOptions {
  readonly everyMs: number;
  readonly withinMs: number;
}

/** Tries until there is an answer. @returns null when there was none in time; an error of `attempt` ends it. */
export async function poll<T>(attempt: () => Promise<T | null>, { everyMs, withinMs }: PollOptions): Promise<T | null> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const answer = await attempt();
    if (answer !== null || Date.now() > deadline) return answer;
    await sleep(everyMs);
  }
}
