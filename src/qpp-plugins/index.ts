export * from './plugin-registry.js';
export * from './query-plugin.js';
export { createQueryReader, findHoles, holeNames, languagesIn, loadReaders } from './readers/index.js';
export { createPlugins } from './plugins.js';
export { loadSqlParser } from './sql/read-sql.js';
export { readPasted } from './read-pasted.js';
export { summariseResult } from './summarise.js';
export * from './checking/index.js';
export { Sources, type Source } from './sources.js';
