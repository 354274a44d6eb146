import type { Alert, IncidentRecord } from '../../incidents/index.js';

export interface IncidentRow {
  readonly id: string;
  readonly number: number;
  readonly title: string;
  readonly service: string | null;
  readonly severity: string;
  readonly status: IncidentRecord['status'];
  readonly cluster: string;
  readonly source: Alert['source'];
  readonly alert_name: string | null;
  readonly labels: IncidentRecord['labels'];
  readonly annotations: IncidentRecord['annotations'];
  readonly body: string;
  readonly runbook_url: string | null;
  readonly external_id: string | null;
  readonly external_url: string | null;
  readonly started_at: Date;
  readonly opened_at: Date;
  readonly resolved_at: Date | null;
  readonly alerts: number;
  readonly matches: IncidentRecord['matches'];
  readonly parameters: IncidentRecord['parameters'];
  readonly held: IncidentRecord['held'];
  readonly demo: boolean;
}

export const SELECT_INCIDENTS = `
  select i.*, (select count(*)::int from incident_alerts a where a.incident_id = i.id) as alerts from incidents i`;

export function toRecord(row: IncidentRow): IncidentRecord {
  const { id, number, title, service, severity, status, cluster, source, labels, annotations, matches, parameters, held, demo, alerts } =
    row;
  return {
    ...{ id, number, title, service, severity, status, cluster, source, labels, annotations, matches, parameters, held, demo, alerts },
    alertName: row.alert_name,
    text: row.body,
    runbookUrl: row.runbook_url,
    externalId: row.external_id,
    externalUrl: row.external_url,
    startedAt: row.started_at.toISOString(),
    openedAt: row.opened_at.toISOString(),
    resolvedAt: row.resolved_at?.toISOString() ?? null,
  };
}
