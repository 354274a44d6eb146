import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The query files that were kept beside a version of a guide: without them it could not be compiled again. */
export class QueryFiles1795255200800 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query("alter table guide_versions add query_files jsonb not null default '[]'");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table guide_versions drop query_files');
  }
}
