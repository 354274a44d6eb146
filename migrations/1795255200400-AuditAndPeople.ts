import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The hash chains of who did what, and the keys that were issued. */
export class AuditAndPeople1795255200400 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table audit_chains (
        chain text primary key,
        length integer not null default 0,
        head text not null default ''
      )`);
    await runner.query(`
      create table audit_entries (
        chain text not null references audit_chains,
        position integer not null,
        act text not null,
        by_id text not null,
        by_via text not null,
        at timestamptz not null,
        payload jsonb,
        payload_hash text not null,
        hash text not null,
        primary key (chain, position)
      )`);
    await runner.query(`
      create table api_keys (
        name text primary key,
        sha256 text not null unique check (sha256 ~ '^[0-9a-f]{64}$'),
        role text not null check (role in ('viewer', 'responder', 'approver', 'admin')),
        issued_by text not null,
        issued_at timestamptz not null default now(),
        revoked_at timestamptz
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table api_keys, audit_entries, audit_chains');
  }
}
