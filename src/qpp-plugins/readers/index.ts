export { createQueryReader } from './create-query-reader.js';
export { findHoles, holeNames } from './holes.js';
export { languagesIn, loadReaders } from './load-readers.js';
export { mutatingKubectl } from './mutating-shell.js';
export { programOf, shellCommands, type ShellCommand } from './shell-words.js';
