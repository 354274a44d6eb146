import type { EventEmitter } from 'node:events';
import type { DataSource } from 'typeorm';

interface Notification {
  readonly payload?: string;
}

/** Listens on a connection of its own until the signal or the connection ends. */
export async function listenForWakes(database: DataSource, onWake: (runId: string) => void, signal: AbortSignal): Promise<void> {
  const runner = database.createQueryRunner();
  const connection = (await runner.connect()) as EventEmitter;
  const onNotification = ({ payload }: Notification): void => {
    if (payload !== undefined) onWake(payload);
  };
  connection.on('notification', onNotification);
  const ended = new Promise<void>((end) => {
    signal.addEventListener(
      'abort',
      () => {
        end();
      },
      { once: true },
    );
    connection.once('end', () => {
      end();
    });
    connection.once('error', () => {
      end();
    });
  });
  try {
    await runner.query('listen periplus_wake');
    await ended;
    if (signal.aborted) await runner.query('unlisten periplus_wake');
  } finally {
    connection.off('notification', onNotification);
    await runner.release();
  }
}
