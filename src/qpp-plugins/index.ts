export * from './plugin-registry.js';
export * from './query-plugin.js';
