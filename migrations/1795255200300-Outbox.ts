import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is to be said, how far each channel has said it, and how far each run has been told. */
export class Outbox1795255200300 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table outbox_entries (
        incident_id uuid not null references incidents on delete cascade,
        number integer not null,
        kind text not null check (kind in ('card', 'question', 'approval', 'report', 'note')),
        run_id text,
        saying jsonb not null,
        created_at timestamptz not null default now(),
        primary key (incident_id, number)
      )`);
    await runner.query(`
      create table outbox_cursors (
        channel text not null,
        incident_id uuid not null references incidents on delete cascade,
        number integer not null default 0,
        attempts integer not null default 0,
        next_attempt_at timestamptz not null default now(),
        last_card_at timestamptz,
        claimed_until timestamptz,
        last_error text,
        primary key (channel, incident_id)
      )`);
    await runner.query(`
      create table outbox_sendings (
        channel text not null,
        incident_id uuid not null references incidents on delete cascade,
        number integer not null,
        kind text not null,
        run_id text,
        status text not null check (status in ('sent', 'kept', 'parked')),
        card jsonb,
        why text,
        at timestamptz not null default now(),
        primary key (channel, incident_id, number)
      )`);
    await runner.query(`
      create table run_tellings (
        run_id text primary key,
        incident_id uuid references incidents on delete cascade,
        told_seq integer not null default 0,
        ended boolean not null default false
      )`);
    await runner.query('create index run_tellings_open on run_tellings (run_id) where not ended');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table run_tellings, outbox_sendings, outbox_cursors, outbox_entries');
  }
}
