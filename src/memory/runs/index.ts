export { SqlRunStore } from './sql-run-store.js';
