export * from './core/alert.js';
export * from './core/incident.js';
export * from './core/key-value-text.js';
export * from './core/report.js';
export * from './delivery-store.js';
export * from './incident-store.js';
export * from './outbox.js';
