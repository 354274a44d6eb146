import type { Command } from 'commander';

export function register(program: Command): void {
  program
    .command('serve')
    .description('run the service: webhooks, REST API, dashboard, workers (PERIPLUS_ROLE = api | worker | all)')
    .action(async () => {
      await import('../main.js');
    });
}
