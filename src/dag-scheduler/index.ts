export * from './core/run.js';
export * from './runs.js';
