import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How urgent a run is, by the severity of its incident. */
export class Urgency1795255201030 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table runs add urgency smallint not null default 1 check (urgency between 0 and 2)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table runs drop urgency');
  }
}
