import type { Alert, Filing, FilingTerms } from '../../incidents/index.js';
import { rowOf, rowsOf, storable, storableJson } from '../sql.js';
import type { Queryable } from '../sql.js';

interface Found {
  readonly id: string;
}

/** Files one alert. Inside a transaction; the intake lock makes two deliveries at once one incident. */
export async function fileAlert(on: Queryable, alert: Alert, terms: FilingTerms): Promise<Filing> {
  await rowsOf(on, "select pg_advisory_xact_lock(hashtext('incident intake'))");
  const known = await openByKey(on, alert);
  if (known !== null) return known.hasKey || alert.status !== 'firing' ? fileKnown(on, known.id, alert) : join(on, known.id, alert);
  if (alert.status !== 'firing') return ended(on, alert);
  const sibling = await openByService(on, alert, terms);
  if (sibling !== null) return join(on, sibling.id, alert);
  const incidentId = await open(on, alert, terms);
  await keepAlert(on, incidentId, alert);
  return { kind: 'opened', incidentId };
}

/** An end that is told a second time (the first worker died before it was done) is told on; other ends are of nothing we know. */
async function ended(on: Queryable, alert: Alert): Promise<Filing> {
  const over = await rowOf<Found>(
    on,
    `select i.id from incident_alerts a join incidents i on i.id = a.incident_id
     where a.source = $1 and a.dedup_key = $2 and a.status = 'resolved' and $3 = 'resolved' order by i.opened_at desc limit 1`,
    [alert.source, storable(alert.dedupKey), alert.status],
  );
  return over === null ? { kind: 'unknown', incidentId: null } : { kind: 'resolved', incidentId: over.id, closed: true };
}

/** The open incident this alert is a part of: by its key, else by the source's own id of its incident. */
async function openByKey(on: Queryable, alert: Alert): Promise<(Found & { readonly hasKey: boolean }) | null> {
  return rowOf(
    on,
    `select i.id, a.dedup_key = $2 as "hasKey" from incident_alerts a join incidents i on i.id = a.incident_id
     where i.status <> 'resolved' and a.source = $1 and (a.dedup_key = $2 or a.external_id = $3)
     order by (a.dedup_key = $2) desc, i.opened_at limit 1`,
    [alert.source, storable(alert.dedupKey), alert.externalId === null ? null : storable(alert.externalId)],
  );
}

async function openByService(on: Queryable, alert: Alert, terms: FilingTerms): Promise<Found | null> {
  if (alert.service === null) return null;
  return rowOf(
    on,
    `select id from incidents where status <> 'resolved' and service = $1 and cluster = $2
       and started_at between $3::timestamptz - make_interval(secs => $4) and $3::timestamptz + make_interval(secs => $4)
     order by opened_at limit 1`,
    [storable(alert.service), terms.cluster, alert.startedAt, terms.joinWithinMinutes * 60],
  );
}

async function open(on: Queryable, alert: Alert, terms: FilingTerms): Promise<string> {
  const row = await rowOf<Found>(
    on,
    `insert into incidents (title, service, severity, status, cluster, source, alert_name, labels, annotations, body, runbook_url, external_id, external_url, started_at, demo)
     values ($1, $2, $3, 'open', $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) returning id`,
    [
      storable(alert.title), orNull(alert.service), alert.severity, storable(terms.cluster), alert.source, orNull(alert.alertName),
      storableJson(alert.labels), storableJson(alert.annotations), storable(alert.text), orNull(alert.runbookUrl),
      orNull(alert.externalId), orNull(alert.externalUrl), alert.startedAt, terms.demo,
    ], // prettier-ignore
  );
  if (row === null) throw new Error('An inserted incident has no id.');
  return row.id;
}

async function join(on: Queryable, incidentId: string, alert: Alert): Promise<Filing> {
  await keepAlert(on, incidentId, alert);
  await learn(on, incidentId, alert);
  return { kind: 'joined', incidentId };
}

async function fileKnown(on: Queryable, incidentId: string, alert: Alert): Promise<Filing> {
  await keepAlert(on, incidentId, alert);
  await learn(on, incidentId, alert);
  if (alert.status === 'firing') return { kind: 'repeated', incidentId };
  if (alert.status === 'acknowledged') {
    await rowsOf(on, "update incidents set status = 'acknowledged' where id = $1 and status = 'open'", [incidentId]);
    return { kind: 'acknowledged', incidentId };
  }
  return { kind: 'resolved', incidentId, closed: await closeIfQuiet(on, incidentId, alert.source) };
}

/** Every alert of the incident has ended: so has the incident. */
async function closeIfQuiet(on: Queryable, incidentId: string, by: string): Promise<boolean> {
  const closed = await rowOf(
    on,
    `update incidents set status = 'resolved', resolved_at = now(), resolved_by = $2 where id = $1
       and not exists (select 1 from incident_alerts where incident_id = $1 and status <> 'resolved') returning id`,
    [incidentId, by],
  );
  return closed !== null;
}

async function keepAlert(on: Queryable, incidentId: string, alert: Alert): Promise<void> {
  const byExternalId = `update incident_alerts set status = $3, alert = $4, received_at = now()
    where incident_id = $1 and source = $2 and external_id = $5 and dedup_key <> $6 returning incident_id`;
  const values = [incidentId, alert.source, alert.status, storableJson(alert), orNull(alert.externalId), storable(alert.dedupKey)];
  if (alert.status !== 'firing' && (await rowOf(on, byExternalId, values)) !== null) return;
  await rowsOf(
    on,
    `insert into incident_alerts (incident_id, source, status, alert, external_id, dedup_key) values ($1, $2, $3, $4, $5, $6)
     on conflict (incident_id, source, dedup_key) do update set status = excluded.status, alert = excluded.alert, received_at = now(),
       external_id = coalesce(incident_alerts.external_id, excluded.external_id)`,
    values,
  );
}

/** What a later message knows and the earlier did not is added; nothing is overwritten. False where the incident is over. */
export async function learn(on: Queryable, incidentId: string, alert: Alert): Promise<boolean> {
  const learnt = await rowOf(
    on,
    `update incidents set labels = $2::jsonb || labels, annotations = $3::jsonb || annotations, alert_name = coalesce(alert_name, $4),
       runbook_url = coalesce(runbook_url, $5), body = case when $6 = '' or position($6 in body) > 0 then body else left(body || E'\\n' || $6, 100000) end,
       service = case when labels ? 'service' then service else coalesce($2::jsonb ->> 'service', service) end
     where id = $1 and status <> 'resolved' returning id`,
    [
      incidentId,
      storableJson(alert.labels),
      storableJson(alert.annotations),
      orNull(alert.alertName),
      orNull(alert.runbookUrl),
      storable(alert.text),
    ],
  );
  return learnt !== null;
}

function orNull(text: string | null): string | null {
  return text === null ? null : storable(text);
}
