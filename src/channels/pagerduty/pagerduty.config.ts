import type { Config } from '../../platform/config.js';
import { readCredential } from '../../platform/load-config.js';
import { PagerDutyClient } from './pagerduty.client.js';

/** Nest's token for the signing secrets. */
export const PAGERDUTY_SECRETS = Symbol('PagerDutySecrets');

/** @throws TerminalError at start, naming the variable or file that is missing. */
export function secretsOf(config: Pick<Config, 'pagerduty'>): readonly string[] {
  return config.pagerduty.secrets.map((secret) => readCredential(secret));
}

/** Null where no token is configured. */
export function clientOf(config: Pick<Config, 'pagerduty'>): PagerDutyClient | null {
  const { apiToken, apiUrl, fromEmail } = config.pagerduty;
  return apiToken === undefined ? null : new PagerDutyClient({ apiUrl, token: readCredential(apiToken), fromEmail: fromEmail ?? null });
}
