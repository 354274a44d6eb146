/** What models have used, as the record tells it. */
export interface ModelUse {
  readonly tokens: number;
  readonly ms: number;
}

/** What may be used for one incident, over all of its runs. */
export interface ModelBudget {
  readonly tokensPerIncident: number;
  readonly secondsPerIncident: number;
}

/** Why nothing more may be asked, in a sentence; null where the budget allows it. `used` includes what is about to be asked. */
export function whyOverBudget(used: ModelUse, budget: ModelBudget): string | null {
  if (used.tokens > budget.tokensPerIncident)
    return `The model's budget for this incident is used up: it would be ${used.tokens} of ${budget.tokensPerIncident} tokens.`;
  const seconds = Math.round(used.ms / 1_000);
  if (seconds > budget.secondsPerIncident)
    return `The model's budget for this incident is used up: it would be ${seconds} of ${budget.secondsPerIncident} seconds.`;
  return null;
}
