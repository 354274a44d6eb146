export * from './reading/read-kubectl.js';
