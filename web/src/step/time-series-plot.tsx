import type { ReactElement } from 'react';
import { seriesOf } from '../../../src/qpp-plugins/summarise-series.js';
import type { TimeSeries } from '../../../src/qpp-plugins/summarise-series.js';
import type { KeptResult } from '../contracts';
import { clockTime } from '../words';

const WIDTH = 560;
const HEIGHT = 180;
const EDGE = { left: 56, right: 12, top: 10, bottom: 24 };
/** More lines than these are a carpet; those that moved most are drawn. */
const MOST_LINES = 8;
const COLOURS = ['#2563eb', '#d97706', '#059669', '#dc2626', '#7c3aed', '#0891b2', '#be185d', '#4d7c0f'];

/** A result that goes through time, drawn: a line a series. Nothing for any other result. */
export function TimeSeriesPlot({ result }: { readonly result: KeptResult }): ReactElement | null {
  const all = seriesOf(result)?.filter(({ points }) => points.length > 1) ?? [];
  if (all.length === 0) return null;
  const shown = all.toSorted((left, right) => rangeOf(right) - rangeOf(left)).slice(0, MOST_LINES);
  const scale = scaleOf(shown);
  return (
    <figure className="plot">
      <svg viewBox={`0 0 ${String(WIDTH)} ${String(HEIGHT)}`} role="img" aria-label={`Plot: ${result.summary}`}>
        {[scale.least, (scale.least + scale.most) / 2, scale.most].map((value) => (
          <g key={value}>
            <line className="plot-grid" x1={EDGE.left} x2={WIDTH - EDGE.right} y1={scale.y(value)} y2={scale.y(value)} />
            <text className="plot-tick" x={EDGE.left - 6} y={scale.y(value) + 4} textAnchor="end">
              {String(Number(value.toPrecision(3)))}
            </text>
          </g>
        ))}
        <text className="plot-tick" x={EDGE.left} y={HEIGHT - 6}>
          {clockTime(new Date(scale.from).toISOString())}
        </text>
        <text className="plot-tick" x={WIDTH - EDGE.right} y={HEIGHT - 6} textAnchor="end">
          {clockTime(new Date(scale.to).toISOString())}
        </text>
        {shown.map(({ label, points }, index) => (
          <polyline
            key={label}
            fill="none"
            stroke={COLOURS[index]}
            strokeWidth={1.5}
            points={points.map(({ at, value }) => `${scale.x(Date.parse(at)).toFixed(1)},${scale.y(value).toFixed(1)}`).join(' ')}
          >
            <title>{label}</title>
          </polyline>
        ))}
      </svg>
      <ul className="plot-legend">
        {shown.map(({ label }, index) => (
          <li key={label}>
            <span style={{ color: COLOURS[index] }}>━</span> {label === '' ? 'value' : label}
          </li>
        ))}
        {all.length > shown.length ? <li className="muted">and {all.length - shown.length} that moved less</li> : null}
      </ul>
    </figure>
  );
}

function rangeOf({ points }: TimeSeries): number {
  const values = points.map(({ value }) => value);
  return Math.max(...values) - Math.min(...values);
}

interface Scale {
  readonly least: number;
  readonly most: number;
  readonly from: number;
  readonly to: number;
  x(timeMs: number): number;
  y(value: number): number;
}

/** Zero belongs to the picture unless all values are far from it. */
function scaleOf(series: readonly TimeSeries[]): Scale {
  const points = series.flatMap((one) => one.points);
  const values = points.map(({ value }) => value);
  const times = points.map(({ at }) => Date.parse(at));
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const least = low > 0 && low < high * 0.7 ? 0 : low;
  const most = high === least ? least + 1 : high;
  const [from, to] = [Math.min(...times), Math.max(...times)];
  const inner = { width: WIDTH - EDGE.left - EDGE.right, height: HEIGHT - EDGE.top - EDGE.bottom };
  return {
    least,
    most,
    from,
    to,
    x: (timeMs) => EDGE.left + ((timeMs - from) / Math.max(1, to - from)) * inner.width,
    y: (value) => EDGE.top + (1 - (value - least) / (most - least)) * inner.height,
  };
}
