import type { IncidentFacts } from './extract-parameters.js';
import type { IncidentRecord } from './incident.js';

/**
 * What parameters are bound from. PagerDuty's name for a service ("Sock Shop") is not the name the cluster knows it by,
 * so it serves for joining and limits only: a parameter takes the alert's label, or is asked for.
 */
export function factsOf(incident: IncidentRecord, now: Date): IncidentFacts {
  const { title, text, labels, annotations, alertName, severity, cluster } = incident;
  const service = incident.source === 'pagerduty' ? (labels['service'] ?? null) : incident.service;
  return { title, text, labels, annotations, alertName, service, severity, cluster, startedAt: new Date(incident.startedAt), now };
}
