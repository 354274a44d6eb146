export * from './audit-log.js';
export * from './core/identity.js';
export * from './core/policy.js';
