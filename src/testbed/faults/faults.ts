import { badRelease } from './catalogue/bad-release.js';
import { brokerDown } from './catalogue/broker-down.js';
import { connectionExhaustion } from './catalogue/connection-exhaustion.js';
import { cpuStress } from './catalogue/cpu-stress.js';
import { databaseScaledToZero } from './catalogue/database-scaled-to-zero.js';
import { emptyDatabaseHost } from './catalogue/empty-database-host.js';
import { healthyButNoisy } from './catalogue/healthy-but-noisy.js';
import { lowCpuLimit } from './catalogue/low-cpu-limit.js';
import { lowMemoryLimit } from './catalogue/low-memory-limit.js';
import { memoryLeak } from './catalogue/memory-leak.js';
import { missingImage } from './catalogue/missing-image.js';
import { networkImpairment } from './catalogue/network-impairment.js';
import { nodeFailure } from './catalogue/node-failure.js';
import { nothingWrong } from './catalogue/nothing-wrong.js';
import { paymentDeclines } from './catalogue/payment-declines.js';
import { policyBlocksDatabase } from './catalogue/policy-blocks-database.js';
import { queueBacklog } from './catalogue/queue-backlog.js';
import { readinessPath } from './catalogue/readiness-path.js';
import { retryStorm } from './catalogue/retry-storm.js';
import { serviceScaledToZero } from './catalogue/service-scaled-to-zero.js';
import { serviceSelectsNothing } from './catalogue/service-selects-nothing.js';
import { trafficSurge } from './catalogue/traffic-surge.js';
import type { Fault } from './fault.js';

/** Every fault that can be injected, in the catalogue's order, and the two controls. */
export const FAULTS: readonly Fault[] = [
  emptyDatabaseHost,
  missingImage,
  readinessPath,
  badRelease,
  lowMemoryLimit,
  memoryLeak,
  lowCpuLimit,
  cpuStress,
  trafficSurge,
  databaseScaledToZero,
  connectionExhaustion,
  networkImpairment,
  serviceSelectsNothing,
  policyBlocksDatabase,
  serviceScaledToZero,
  queueBacklog,
  brokerDown,
  paymentDeclines,
  retryStorm,
  nodeFailure,
  nothingWrong,
  healthyButNoisy,
];
