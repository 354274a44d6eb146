import type { QueryFlaw } from '../../tsg-parser/index.js';
import { quoteAround } from '../prometheus/read-promql.js';
import { lineOf } from '../readers/first-error.js';
import { findHoles } from '../readers/holes.js';

/** The part of Kusto's language service that is used here; its package fills a global of this shape. */
interface KustoLanguage {
  readonly KustoCode: { readonly Parse: (text: string) => { readonly GetSyntaxDiagnostics: () => Diagnostics } };
}
/** A plain empty array where there is nothing to say. */
interface Diagnostics {
  readonly Count?: number;
  readonly getItem: (index: number) => { readonly Message: string; readonly Start: number };
}

let language: KustoLanguage | null = null;

/** Loads Kusto's language service, which takes a second. Once a process, before `kqlFlaws`. */
export async function loadKqlParser(): Promise<void> {
  for (const script of ['bridge.min.js', 'Kusto.Language.Bridge.min.js']) await import(`@kusto/language-service-next/${script}`);
  language = (globalThis as unknown as { readonly Kusto: { readonly Language: KustoLanguage } }).Kusto.Language;
}

/** What Kusto's own parser objects to in a query with its holes; the first objection alone. */
export function kqlFlaws(text: string): readonly QueryFlaw[] {
  const filled = withStandIns(text);
  const diagnostics = language?.KustoCode.Parse(filled).GetSyntaxDiagnostics();
  if (diagnostics?.Count === undefined || diagnostics.Count === 0) return [];
  const { Message: message, Start: start } = diagnostics.getItem(0);
  return [{ message: `KQL cannot be parsed: ${message.replace(/\.$/, '')}`, line: lineOf(filled, start) }];
}

/** A name in each hole that stands outside of quotes. */
function withStandIns(text: string): string {
  let filled = '';
  let position = 0;
  for (const { start, end } of findHoles(text, 'kql')) {
    filled += text.slice(position, start) + (quoteAround(text, start) === null ? 'hole' : 'x');
    position = end;
  }
  return filled + text.slice(position);
}
