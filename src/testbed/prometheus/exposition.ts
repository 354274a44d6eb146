import { METRIC_NAME } from './labels.js';
import type { Labels } from './labels.js';

/** One sample line, its series still as text: the text is the key under which the scraper remembers the series. */
export interface ExposedSample {
  readonly series: string;
  readonly value: number;
}

export interface MetricFamily {
  readonly name: string;
  readonly type: string;
  readonly help: string;
}

export interface Exposition {
  readonly samples: readonly ExposedSample[];
  readonly families: readonly MetricFamily[];
}

/** Reads the text format. A line that is none is left out, as the rest of the page is still true. */
export function readExposition(text: string): Exposition {
  const samples: ExposedSample[] = [];
  const families: MetricFamily[] = [];
  const helps = new Map<string, string>();
  for (const line of text.split('\n')) {
    if (line === '') continue;
    if (line.startsWith('#')) readComment(line, helps, families);
    else readSample(line, samples);
  }
  return { samples, families };
}

function readComment(line: string, helps: Map<string, string>, families: MetricFamily[]): void {
  const [, word, name = '', rest = ''] = /^# (HELP|TYPE) (\S+) ?(.*)$/.exec(line) ?? [];
  if (word === 'HELP') helps.set(name, rest);
  if (word === 'TYPE') families.push({ name, type: rest, help: helps.get(name) ?? '' });
}

function readSample(line: string, samples: ExposedSample[]): void {
  const end = line.startsWith('{') || line.includes('{') ? line.lastIndexOf('}') + 1 : line.indexOf(' ');
  if (end <= 0) return;
  const value = numberIn(line.slice(end).trim().split(' ')[0] ?? '');
  if (value !== null) samples.push({ series: line.slice(0, end), value });
}

function numberIn(text: string): number | null {
  if (text === '+Inf' || text === 'Inf') return Infinity;
  if (text === '-Inf') return -Infinity;
  if (text === 'NaN') return NaN;
  return text === '' || Number.isNaN(Number(text)) ? null : Number(text);
}

/** `name{a="b"}` as labels. */
export function labelsOf(series: string): Labels {
  const brace = series.indexOf('{');
  const labels: Record<string, string> = { [METRIC_NAME]: brace === -1 ? series : series.slice(0, brace) };
  if (brace === -1) return labels;
  for (const [, name = '', value = ''] of series.slice(brace).matchAll(/([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"/g)) {
    labels[name] = value.replace(/\\(.)/g, (_whole, escaped: string) => (escaped === 'n' ? '\n' : escaped));
  }
  return labels;
}
