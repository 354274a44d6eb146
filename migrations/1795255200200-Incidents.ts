import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The case file and the webhooks it is fed from. */
export class Incidents1795255200200 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table incidents (
        id uuid primary key default gen_random_uuid(),
        number integer generated always as identity unique,
        title text not null,
        service text,
        severity text not null,
        status text not null check (status in ('open', 'acknowledged', 'resolved')),
        cluster text not null,
        source text not null,
        alert_name text,
        labels jsonb not null,
        annotations jsonb not null,
        body text not null,
        runbook_url text,
        external_id text,
        external_url text,
        started_at timestamptz not null,
        opened_at timestamptz not null default now(),
        resolved_at timestamptz,
        resolved_by text,
        matches jsonb not null default '[]',
        parameters jsonb not null default '{}',
        held jsonb,
        demo boolean not null,
        last_saying integer not null default 0
      )`);
    await runner.query("create index incidents_open_by_service on incidents (service, opened_at) where status <> 'resolved'");
    await runner.query('create index incidents_newest on incidents (opened_at desc)');
    await runner.query(`
      create table incident_alerts (
        incident_id uuid not null references incidents on delete cascade,
        source text not null,
        dedup_key text not null,
        external_id text,
        status text not null check (status in ('firing', 'acknowledged', 'resolved')),
        alert jsonb not null,
        received_at timestamptz not null default now(),
        primary key (incident_id, source, dedup_key)
      )`);
    await runner.query('create index incident_alerts_key on incident_alerts (source, dedup_key)');
    await runner.query('create index incident_alerts_external on incident_alerts (source, external_id)');
    await runner.query(`
      create table webhook_deliveries (
        position bigint generated always as identity primary key,
        source text not null,
        delivery_id text not null,
        event_id text,
        ordering_key text not null,
        event_type text not null,
        body jsonb not null,
        status text not null default 'received' check (status in ('received', 'done', 'ignored', 'failed')),
        sentence text,
        incident_id uuid references incidents on delete set null,
        attempts integer not null default 0,
        received_at timestamptz not null default now(),
        next_attempt_at timestamptz not null default now(),
        claimed_until timestamptz,
        unique (source, delivery_id),
        unique (source, event_id)
      )`);
    await runner.query("create index webhook_deliveries_waiting on webhook_deliveries (ordering_key, position) where status = 'received'");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table webhook_deliveries, incident_alerts, incidents');
  }
}
