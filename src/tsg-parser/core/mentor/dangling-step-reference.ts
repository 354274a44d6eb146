import { structural, type MentorRule } from './subject.js';

export const danglingStepReference: MentorRule = {
  id: 'dangling-step-reference',
  family: 'control flow',
  severity: 'error',
  about: 'A jump must lead to a step the guide has.',
  check: structural('dangling-step-reference'),
};
