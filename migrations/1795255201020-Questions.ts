import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Questions that wait their turn, and the source that a step failed of. */
export class Questions1795255201020 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await setStatuses(runner, "'open', 'grouped', 'answered', 'withdrawn'");
    await runner.query('alter table run_steps add dead_source text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table run_steps drop dead_source');
    await runner.query("update run_questions set status = 'open' where status = 'grouped'");
    await setStatuses(runner, "'open', 'answered', 'withdrawn'");
  }
}

async function setStatuses(runner: QueryRunner, statuses: string): Promise<void> {
  await runner.query('alter table run_questions drop constraint run_questions_status_check');
  await runner.query(`alter table run_questions add constraint run_questions_status_check check (status in (${statuses}))`);
}
