import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The guide library: every version that was ever uploaded, as text and as compiled. */
export class Guides1795255200100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table guides (
        id text primary key,
        name text not null unique,
        version integer not null,
        mode text not null check (mode in ('shadow', 'suggest', 'act')),
        created_at timestamptz not null default now()
      )`);
    await runner.query(`
      create table guide_versions (
        guide_id text not null references guides on delete cascade,
        version integer not null,
        markdown text not null,
        guide jsonb not null,
        plan jsonb,
        plan_id text,
        problems jsonb not null,
        uploaded_at timestamptz not null default now(),
        uploaded_by text not null,
        primary key (guide_id, version)
      )`);
    await runner.query('create index guide_versions_plan on guide_versions (plan_id)');
    await runner.query(`
      create table guide_bindings (
        service text not null,
        guide_id text not null references guides on delete cascade,
        bound_by text not null,
        bound_at timestamptz not null default now(),
        primary key (service, guide_id)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table guide_bindings, guide_versions, guides');
  }
}
