import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A channel's line in an incident knows where its end is, so that looking for what is to be said costs the same however many
 * incidents there ever were. `quiet_until` lets a card wait without anything else waiting behind it.
 */
export class OutboxLines1795255200600 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      "alter table outbox_cursors add head integer not null default 0, add quiet_until timestamptz not null default '-infinity'",
    );
    await runner.query('update outbox_cursors c set head = i.last_saying from incidents i where i.id = c.incident_id');
    await runner.query('create index outbox_cursors_behind on outbox_cursors (channel, next_attempt_at) where head > number');
    await runner.query('create index outbox_entries_newest on outbox_entries (created_at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index outbox_entries_newest, outbox_cursors_behind');
    await runner.query('alter table outbox_cursors drop head, drop quiet_until');
  }
}
