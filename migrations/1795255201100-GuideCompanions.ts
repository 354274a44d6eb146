import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What else stands beside a version of a guide, where it was taken from, and which version a run ran. */
export class GuideCompanions1795255201100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table guide_versions add overlay jsonb, add plan_dag jsonb, add origin jsonb');
    await runner.query('alter table runs add guide_version integer');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table runs drop guide_version');
    await runner.query('alter table guide_versions drop overlay, drop plan_dag, drop origin');
  }
}
