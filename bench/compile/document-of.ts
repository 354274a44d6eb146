/** One chapter: a step with a query, a condition and the way on, and prose about it. */
function chapter(number: number): string {
  return `## Step ${String(number)} - Look at shard ${String(number)}

Shard ${String(number)} serves a part of the customers. Look at what it answers before anything else is tried.

\`\`\`promql
sum(rate(http_requests_total{shard="${String(number)}", namespace="{namespace}"}[5m]))
\`\`\`

If the value is above ${String(number)}, proceed to Step ${String(number + 1)}.

Otherwise, no action is needed.

`;
}

/** A guide of about so many bytes: one chapter after the other. */
export function documentOf(sizeBytes: number): string {
  let text = '# A long guide\n\n';
  for (let number = 1; text.length < sizeBytes; number += 1) text += chapter(number);
  return text;
}
