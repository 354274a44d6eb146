export * from './plugin-registry.js';
export * from './query-plugin.js';
export { createQueryReader, findHoles, holeNames, languagesIn, loadReaders } from './readers/index.js';
export { createPlugins } from './plugins.js';
export { loadSqlParser } from './sql/read-sql.js';
