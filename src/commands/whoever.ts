import { userInfo } from 'node:os';
import type { Person } from '../gates/index.js';

/** Whoever sits at this command line: they reach the database, so they may do anything there. */
export function whoever(): Person {
  const { username } = userInfo();
  return { id: username, name: username, role: 'admin', via: 'cli' };
}
