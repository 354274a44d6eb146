export * from './core/alert.js';
export * from './core/incident.js';
export * from './core/report.js';
