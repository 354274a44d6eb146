export * from './reading/read-kubectl.js';
export * from './kubernetes.plugin.js';
