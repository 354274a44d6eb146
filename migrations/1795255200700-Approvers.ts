import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Who started a run, how many different people a change needs with those who have approved it so far, and the kill switch as all
 * hosts see it.
 */
export class Approvers1795255200700 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table runs add started_by text');
    await runner.query(`
      alter table run_approvals
        add approvers_needed integer not null default 1,
        add grants jsonb not null default '[]',
        add not_by text`);
    await runner.query(`
      create table kill_switch (
        is_frozen boolean primary key default true check (is_frozen),
        by_id text not null,
        why text not null,
        at text not null
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table kill_switch');
    await runner.query('alter table run_approvals drop approvers_needed, drop grants, drop not_by');
    await runner.query('alter table runs drop started_by');
  }
}
