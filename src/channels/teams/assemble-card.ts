import type { AdaptiveCard, CardElement, OpenUrl } from './adaptive-card.js';
import { textBlock, words } from './card-parts.js';
import { jsonBytes } from './card-text.js';
import { toWorkflowsMessage } from './workflows-message.js';

/** A Workflows webhook refuses 28 KB; others have measured refusals from 21 KB. */
export const MAX_MESSAGE_BYTES = 20 * 1024;

export interface CardDraft {
  /** One sentence for the notification. */
  readonly summary: string;
  /** Always there; its texts are cut by `words` and `command`. */
  readonly essential: readonly CardElement[];
  /** Left out from the end where the card would become too large. */
  readonly detail: readonly CardElement[];
  readonly closing: readonly CardElement[];
  readonly actions: readonly OpenUrl[];
}

/** The largest card of a draft that fits into a message; what was left out is counted, and the dashboard has it all. */
export function assembleCard(draft: CardDraft): AdaptiveCard {
  let least = 0;
  let most = draft.detail.length;
  while (least < most) {
    const middle = Math.ceil((least + most) / 2);
    if (fits(cardOf(draft, middle))) least = middle;
    else most = middle - 1;
  }
  return cardOf(draft, least);
}

function fits(card: AdaptiveCard): boolean {
  return jsonBytes(toWorkflowsMessage(card)) <= MAX_MESSAGE_BYTES;
}

function cardOf(draft: CardDraft, details: number): AdaptiveCard {
  const omitted = draft.detail.length - details;
  const handle = omitted === 0 ? [] : [textBlock(`… and ${omitted} more, in the dashboard.`, { isSubtle: true, size: 'small' })];
  return {
    type: 'AdaptiveCard',
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    version: '1.5',
    fallbackText: words(draft.summary),
    body: [...draft.essential, ...draft.detail.slice(0, details), ...handle, ...draft.closing],
    actions: draft.actions,
    msteams: { width: 'Full' },
  };
}
