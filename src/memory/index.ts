export * from './audit/append-audit.js';
export * from './memory.module.js';
