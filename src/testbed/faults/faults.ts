import { badRelease } from './catalogue/bad-release.js';
import { databaseScaledToZero } from './catalogue/database-scaled-to-zero.js';
import { emptyDatabaseHost } from './catalogue/empty-database-host.js';
import { missingImage } from './catalogue/missing-image.js';
import { nothingWrong } from './catalogue/nothing-wrong.js';
import { serviceScaledToZero } from './catalogue/service-scaled-to-zero.js';
import { serviceSelectsNothing } from './catalogue/service-selects-nothing.js';
import type { Fault } from './fault.js';

/** Every fault that can be injected, and the controls. */
export const FAULTS: readonly Fault[] = [
  emptyDatabaseHost,
  missingImage,
  badRelease,
  databaseScaledToZero,
  serviceSelectsNothing,
  serviceScaledToZero,
  nothingWrong,
];
