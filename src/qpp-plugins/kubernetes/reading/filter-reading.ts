import type { Filter } from './filter.js';

/** A stage of a pipe: what it does with the lines, nothing, or why it cannot be carried out. */
export type FilterReading = { readonly filter: Filter | null } | { readonly obstacle: string };
