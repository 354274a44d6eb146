/** What a source shouted, in our words. */
export interface Alert {
  readonly source: 'pagerduty' | 'alertmanager' | 'grafana' | 'cli' | 'rest';
  /** The source's key for "the same trouble". */
  readonly dedupKey: string;
  /** The source's own id of its incident, for notes and detail look-ups. */
  readonly externalId: string | null;
  readonly externalUrl: string | null;
  readonly title: string;
  /** Known for Alertmanager; for PagerDuty only after enrichment. */
  readonly alertName: string | null;
  readonly service: string | null;
  readonly severity: 'critical' | 'warning' | 'info' | 'unknown';
  readonly status: 'firing' | 'acknowledged' | 'resolved';
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly runbookUrl: string | null;
  /** Free text: description, body, custom details as `key: value` lines. */
  readonly text: string;
  readonly startedAt: Date;
  readonly receivedAt: Date;
}
