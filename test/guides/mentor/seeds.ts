import { CLARITY } from './clarity-seeds.js';
import { CONTROL_FLOW } from './control-flow-seeds.js';
import { DATA_FLOW } from './data-flow-seeds.js';
import { PRESENTATION } from './presentation-seeds.js';
import { QUERIES } from './query-seeds.js';
import { SAFETY } from './safety-seeds.js';
import type { Seed } from './lint-seed.js';

/** Every rule with its seeds. */
export const SEEDS: readonly Seed[] = [...CLARITY, ...CONTROL_FLOW, ...DATA_FLOW, ...QUERIES, ...PRESENTATION, ...SAFETY];
