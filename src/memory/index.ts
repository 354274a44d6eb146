export * from './audit/append-audit.js';
export * from './audit/sql-audit-log.js';
export * from './freeze/sql-freeze-record.js';
export * from './guides/sql-guide-store.js';
export * from './memory.module.js';
export * from './people/sql-people.js';
export * from './runs/index.js';
