import { structural, type MentorRule } from './subject.js';

export const cycleWithoutExit: MentorRule = {
  id: 'cycle-without-exit',
  family: 'control flow',
  severity: 'error',
  about: 'Steps that lead back must say when to stop.',
  check: structural('cycle-without-exit'),
};
