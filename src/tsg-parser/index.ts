export * from './core/guide-view.js';
export * from './core/guide.js';
export * from './core/plan.js';
export * from './core/predicate/index.js';
export * from './core/query-template.js';
export * from './core/result-table.js';
export * from './guide-store.js';
