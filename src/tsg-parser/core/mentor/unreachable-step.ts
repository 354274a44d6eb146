import { structural, type MentorRule } from './subject.js';

export const unreachableStep: MentorRule = {
  id: 'unreachable-step',
  family: 'control flow',
  severity: 'error',
  about: 'Every step must be reachable from the start.',
  check: structural('unreachable-step', (line, { steps }) =>
    steps.some(({ draft }) => draft.label?.series === 'step' && draft.lines[0] === line),
  ),
};
