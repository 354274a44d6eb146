import type { ReactElement } from 'react';

/** A sentence whose `names` stand in backticks, as guides write them. Nothing else of it is markup. */
export function Prose({ text }: { readonly text: string }): ReactElement {
  const parts = text.split(/`([^`\n]+)`/u);
  return <>{parts.map((part, index) => (index % 2 === 1 ? <code key={index}>{part}</code> : part))}</>;
}
