import type { Cell, ResultTable } from '../../tsg-parser/index.js';
import type { PromqlData } from './prometheus.client.js';

export interface PromqlTable extends Pick<ResultTable, 'columns' | 'rows'> {
  readonly truncated: boolean;
}

/** One row a series: its labels, then `value`; of a range, one row a sample with its `timestamp`. */
export function toTable(data: PromqlData, maxRows: number): PromqlTable {
  switch (data.resultType) {
    case 'scalar':
    case 'string':
      return { columns: ['value'], rows: [[data.resultType === 'scalar' ? numberOf(data.result[1]) : data.result[1]]], truncated: false };
    case 'vector': {
      const series = data.result.filter((one) => one.value !== undefined);
      const names = labelNames(series.map((one) => one.metric));
      const rows = series.map((one) => [...names.map((name) => one.metric[name] ?? null), numberOf(one.value?.[1] ?? 'NaN')]);
      return { columns: [...names, 'value'], rows: rows.slice(0, maxRows), truncated: rows.length > maxRows };
    }
    case 'matrix': {
      const names = labelNames(data.result.map((one) => one.metric));
      const rows = data.result.flatMap((one) =>
        (one.values ?? []).map(([seconds, value]): Cell[] => [
          ...names.map((name) => one.metric[name] ?? null),
          new Date(seconds * 1000).toISOString(),
          numberOf(value),
        ]),
      );
      return { columns: [...names, 'timestamp', 'value'], rows: rows.slice(0, maxRows), truncated: rows.length > maxRows };
    }
  }
}

function labelNames(metrics: readonly Readonly<Record<string, string>>[]): readonly string[] {
  return [...new Set(metrics.flatMap((metric) => Object.keys(metric)))].sort((left, right) =>
    left === '__name__' ? -1 : right === '__name__' ? 1 : left.localeCompare(right),
  );
}

/** Not a number is no answer (a ratio without traffic): null. Infinities stay as Prometheus writes them. */
function numberOf(text: string): Cell {
  const value = Number(text);
  if (Number.isFinite(value)) return value;
  return text === '+Inf' || text === '-Inf' ? text : null;
}

/** The instant the answer speaks of, by the source's own clock; null where it holds no sample. */
export function instantOf(data: PromqlData): string | null {
  const seconds =
    data.resultType === 'scalar' || data.resultType === 'string'
      ? data.result[0]
      : data.resultType === 'vector'
        ? data.result[0]?.value?.[0]
        : data.result[0]?.values?.at(-1)?.[0];
  return seconds === undefined ? null : new Date(seconds * 1000).toISOString();
}
