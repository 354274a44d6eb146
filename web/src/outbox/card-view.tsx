import { AdaptiveCard, GlobalRegistry, HostConfig, Table, Versions } from 'adaptivecards';
import type { Action } from 'adaptivecards';
import { micromark } from 'micromark';
import { useEffect, useRef } from 'react';
import type { ReactElement } from 'react';
import { looks } from './card-looks';

// The package calls itself free of side effects, so that a bundler drops the file that registers tables.
GlobalRegistry.defaultElements.register('Table', Table, Versions.v1_5);

AdaptiveCard.onProcessMarkdown = (text, result) => {
  result.outputHtml = micromark(text);
  result.didProcess = true;
};

const config = new HostConfig(looks);

/** A card as Teams draws it, from the very JSON that was sent. */
export default function CardView({ card }: { readonly card: unknown }): ReactElement {
  const place = useRef<HTMLDivElement>(null);
  const text = JSON.stringify(card);
  useEffect(() => {
    const message = JSON.parse(text) as Message;
    place.current?.replaceChildren(draw(message) ?? spoken(message));
  }, [text]);
  return <div className="card" ref={place} />;
}

/** What channels send: a card for Teams, a text for a pager. */
interface Message {
  readonly attachments?: readonly { readonly content?: unknown }[];
  readonly content?: unknown;
}

/** A message that is no card, in its own words. */
function spoken(message: Message): HTMLElement {
  const paragraph = document.createElement('p');
  paragraph.className = 'spoken';
  paragraph.textContent = typeof message.content === 'string' ? message.content : JSON.stringify(message, null, 2);
  return paragraph;
}

function draw(message: Message): HTMLElement | undefined {
  const content = message.attachments?.[0]?.content;
  if (typeof content !== 'object' || content === null) return undefined;
  const card = new AdaptiveCard();
  card.hostConfig = config;
  card.onExecuteAction = openAction;
  card.parse(content);
  return card.render();
}

function openAction(action: Action): void {
  const { url } = action as Action & { readonly url?: string };
  if (url === undefined || !/^https?:/iu.test(url)) return;
  const target = new URL(url);
  if (target.origin === location.origin) location.assign(target.href);
  else open(target.href, '_blank', 'noreferrer');
}
