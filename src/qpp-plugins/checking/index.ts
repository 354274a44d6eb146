export { canBeChecked, checkAgainst } from './check-against.js';
export type { CheckedQuery } from './checked-query.js';
