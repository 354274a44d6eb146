import type { Held } from './incident.js';

export interface RunLimits {
  readonly maxPerService: number;
  readonly maxTotal: number;
  readonly lateAfterMinutes: number;
}

/** What decides whether a matching guide may start by itself now. */
export interface StartSituation {
  readonly status: 'open' | 'acknowledged' | 'resolved';
  readonly startedAt: Date;
  readonly now: Date;
  readonly service: string | null;
  readonly activeTotal: number;
  readonly activeOfService: number;
}

export interface Hold {
  readonly why: Held;
  readonly sentence: string;
}

/** Why no run starts by itself although a guide matches; null where one may start. A person can start it all the same. */
export function holdOf(situation: StartSituation, limits: RunLimits): Hold | null {
  if (situation.status === 'resolved')
    return { why: 'resolved', sentence: 'The incident was already resolved when it reached Periplus; a run can be started by hand.' };
  const ageMinutes = (situation.now.getTime() - situation.startedAt.getTime()) / 60_000;
  if (ageMinutes > limits.lateAfterMinutes) {
    return {
      why: 'late',
      sentence: `The alert is ${Math.floor(ageMinutes)} minutes old (the limit is ${limits.lateAfterMinutes}); a run can be started by hand.`,
    };
  }
  if (situation.activeTotal >= limits.maxTotal) {
    return {
      why: 'total-limit',
      sentence: `${situation.activeTotal} runs are active, and the limit is ${limits.maxTotal} (runs.maxTotal).`,
    };
  }
  if (situation.service !== null && situation.activeOfService >= limits.maxPerService) {
    return {
      why: 'service-limit',
      sentence: `${situation.activeOfService} runs are active for ${situation.service}, and the limit is ${limits.maxPerService} (runs.maxPerService).`,
    };
  }
  return null;
}
