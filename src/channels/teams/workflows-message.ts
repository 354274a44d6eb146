import type { AdaptiveCard } from './adaptive-card.js';

/** What "When a Teams webhook request is received" expects. Without `attachments` the flow fails after its 202. */
export interface WorkflowsMessage {
  readonly type: 'message';
  readonly attachments: readonly [
    { readonly contentType: 'application/vnd.microsoft.card.adaptive'; readonly contentUrl: null; readonly content: AdaptiveCard },
  ];
}

export function toWorkflowsMessage(card: AdaptiveCard): WorkflowsMessage {
  return { type: 'message', attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null, content: card }] };
}
