import type { Alert } from '../../incidents/index.js';
import { sentenceOf, TransientError } from '../../platform/errors.js';
import type { AlertSource, Enrichment } from '../alert-source.js';
import { withDetails } from './alert-details.js';
import type { PagerDutyClient } from './pagerduty.client.js';
import { toAlert } from './to-alert.js';

/** PagerDuty's webhooks carry no labels of an alert: they are fetched by its REST API, where a token is configured. */
export function pagerDutySource(client: PagerDutyClient | null): AlertSource {
  return {
    name: 'pagerduty',
    read: ({ body, receivedAt }) => toAlert(body, receivedAt),
    enrich: (alert, signal) => (alert.status === 'firing' ? enrich(client, alert, signal) : Promise.resolve({ alert, missing: null })),
  };
}

async function enrich(client: PagerDutyClient | null, alert: Alert, signal: AbortSignal): Promise<Enrichment> {
  if (client === null || alert.externalId === null) {
    return { alert, missing: { why: 'no alert details: pagerduty.apiToken (PAGERDUTY_API_TOKEN) is not set', mayComeLater: false } };
  }
  try {
    const detailed = withDetails(alert, await client.alertsOf(alert.externalId, signal));
    return detailed === null
      ? { alert, missing: { why: 'no alert details: PagerDuty answered in a shape that is not known', mayComeLater: false } }
      : { alert: detailed, missing: null };
  } catch (error) {
    return { alert, missing: { why: `no alert details: ${sentenceOf(error)}`, mayComeLater: error instanceof TransientError } };
  }
}
