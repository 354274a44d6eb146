import { ambiguousCondition } from './ambiguous-condition.js';
import { branchAfterElse } from './branch-after-else.js';
import { cycleWithoutExit } from './cycle-without-exit.js';
import { danglingAnchorReference } from './dangling-anchor-reference.js';
import { danglingStepReference } from './dangling-step-reference.js';
import { deadLink } from './dead-link.js';
import { destructiveWithoutConfirmation } from './destructive-without-confirmation.js';
import { duplicateStepNumber } from './duplicate-step-number.js';
import { elseWithoutTarget } from './else-without-target.js';
import { hardCodedDate } from './hard-coded-date.js';
import { hardCodedIdentifier } from './hard-coded-identifier.js';
import { inconsistentParameter } from './inconsistent-parameter.js';
import { missingElse } from './missing-else.js';
import { mixedUnits } from './mixed-units.js';
import { mutatingInDiagnosis } from './mutating-in-diagnosis.js';
import { noRollback } from './no-rollback.js';
import { noVerificationAfterMitigation } from './no-verification-after-mitigation.js';
import { overlappingConditions } from './overlapping-conditions.js';
import { secretInText } from './secret-in-text.js';
import { stepNumberGap } from './step-number-gap.js';
import { stepWithoutAction } from './step-without-action.js';
import { thresholdMismatch } from './threshold-mismatch.js';
import { unboundedLoop } from './unbounded-loop.js';
import { undeclaredParameter } from './undeclared-parameter.js';
import { unparsableCommand } from './unparsable-command.js';
import { unparsableQuery } from './unparsable-query.js';
import { unreachableStep } from './unreachable-step.js';
import { unusedParameter } from './unused-parameter.js';
import { useBeforeDefine } from './use-before-define.js';
import type { MentorRule } from './subject.js';

/** Every rule of TSG Mentor, by name. */
export const RULES: readonly MentorRule[] = [
  ambiguousCondition,
  branchAfterElse,
  cycleWithoutExit,
  danglingAnchorReference,
  danglingStepReference,
  deadLink,
  destructiveWithoutConfirmation,
  duplicateStepNumber,
  elseWithoutTarget,
  hardCodedDate,
  hardCodedIdentifier,
  inconsistentParameter,
  missingElse,
  mixedUnits,
  mutatingInDiagnosis,
  noRollback,
  noVerificationAfterMitigation,
  overlappingConditions,
  secretInText,
  stepNumberGap,
  stepWithoutAction,
  thresholdMismatch,
  unboundedLoop,
  undeclaredParameter,
  unparsableCommand,
  unparsableQuery,
  unreachableStep,
  unusedParameter,
  useBeforeDefine,
];
