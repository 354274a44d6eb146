import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is taken at a question's deadline; and open questions are found without reading the answered ones. */
export class QuestionDefaults1795255201040 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table run_questions add by_deadline jsonb');
    await runner.query("create index run_questions_open on run_questions (deadline) where status in ('open', 'grouped')");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index run_questions_open');
    await runner.query('alter table run_questions drop by_deadline');
  }
}
