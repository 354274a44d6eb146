import { PeriplusError, sentenceOf } from './platform/errors.js';
import { loadConfig } from './platform/load-config.js';
import { logger } from './platform/logger.js';
import { startTelemetry, stopTelemetry } from './platform/telemetry.js';

/** How long a graceful end may take before the process ends anyway. */
const SHUTDOWN_MS = 20_000;

/** The service: api, worker or both (PERIPLUS_ROLE). Telemetry starts before anything else is loaded. */
async function main(): Promise<void> {
  const config = loadConfig(process.env, process.cwd());
  await startTelemetry(config.telemetry.otlpEndpoint);
  const { startService } = await import('./service.js');
  const service = await startService(config);
  logger.info(`Periplus listens on ${service.url}${config.demo ? ' (DEMO)' : ''}.`);
  const end = (signal: NodeJS.Signals): void => {
    logger.info(`${signal}: finishing what is under way.`);
    setTimeout(() => process.exit(1), SHUTDOWN_MS).unref();
    void service
      .stop()
      .then(stopTelemetry)
      .then(() => process.exit(0));
  };
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
}

await main().catch((error: unknown) => {
  if (error instanceof PeriplusError) logger.fatal(`${error.message}${error.hint === undefined ? '' : ` ${error.hint}`}`);
  else logger.fatal({ err: error }, `Periplus could not start: ${sentenceOf(error)}`);
  process.exit(1);
});
