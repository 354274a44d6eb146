import { assertNever } from '../../../platform/errors.js';
import type { Printed } from '../output/printed.js';
import type { ReadCommand } from '../reading/command.js';
import { askAbout, askCanI } from './ask-about.js';
import type { AskContext } from './ask-context.js';
import { askDescribe } from './ask-describe.js';
import { askGet } from './ask-get.js';
import { askLogs } from './ask-logs.js';
import { askRolloutHistory, askRolloutStatus } from './ask-rollout.js';
import { askTop } from './ask-top.js';
import { askWait } from './ask-wait.js';

/** Carries out a reading command through the API and gives back what kubectl would have printed. */
export function ask(command: ReadCommand, context: AskContext): Promise<Printed> {
  switch (command.verb) {
    case 'get':
      return askGet(command, context);
    case 'describe':
      return askDescribe(command, context);
    case 'logs':
      return askLogs(command, context);
    case 'top':
      return askTop(command, context);
    case 'rollout status':
      return askRolloutStatus(command, context);
    case 'rollout history':
      return askRolloutHistory(command, context);
    case 'wait':
      return askWait(command, context);
    case 'auth can-i':
      return askCanI(command, context);
    case 'about':
      return askAbout(command, context);
    default:
      return assertNever(command);
  }
}
