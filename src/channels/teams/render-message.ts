import { assertNever } from '../../platform/errors.js';
import type { Message } from '../channel.js';
import type { AdaptiveCard } from './adaptive-card.js';
import { renderApproval } from './render-approval.js';
import { renderCard } from './render-card.js';
import { renderNote } from './render-note.js';
import { renderQuestion } from './render-question.js';
import { renderReport } from './render-report.js';
import { toWorkflowsMessage } from './workflows-message.js';
import type { WorkflowsMessage } from './workflows-message.js';

/** What Teams is sent for a message: at most 20 KB, text escaped, links into the dashboard at `publicUrl`. */
export function renderMessage(message: Message, publicUrl: string): WorkflowsMessage {
  return toWorkflowsMessage(cardOf(message, publicUrl));
}

function cardOf(message: Message, publicUrl: string): AdaptiveCard {
  const { incident } = message;
  switch (message.kind) {
    case 'card':
      return renderCard(incident, message.run, publicUrl);
    case 'approval':
      return renderApproval(incident, message.run, message.approval, publicUrl);
    case 'question':
      return renderQuestion(incident, message.run, message.question, publicUrl);
    case 'report':
      return renderReport(incident, message.report, publicUrl);
    case 'note':
      return renderNote(incident, message.text, publicUrl);
    default:
      return assertNever(message);
  }
}
