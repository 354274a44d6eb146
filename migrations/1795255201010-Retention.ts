import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What finds old runs, and what their deletion looks for. */
export class Retention1795255201010 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create index runs_ended on runs (ended_at) where ended_at is not null');
    await runner.query('create index runs_retried on runs (retry_of) where retry_of is not null');
    await runner.query('create index run_actions_approved on run_actions (approval_id) where approval_id is not null');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index run_actions_approved, runs_retried, runs_ended');
  }
}
