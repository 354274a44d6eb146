import type { ReactElement } from 'react';
import type { KeptResult } from '../contracts';
import { TimeSeriesPlot } from './time-series-plot';
import { cellText, clockTime, count, duration } from '../words';

const MOST_ROWS = 50;

/** What a query brought back; the rows that decided something are marked. */
export function ResultTable({ result, deciding }: { readonly result: KeptResult; readonly deciding: ReadonlySet<number> }): ReactElement {
  return (
    <figure className="result">
      <TimeSeriesPlot result={result} />
      {result.rows.length > 0 ? <Rows result={result} deciding={deciding} /> : <p className="muted">{emptyWords(result)}</p>}
      {result.text === null ? null : <pre className="result-text">{result.text}</pre>}
      <figcaption>
        {result.source} · {count(rowCountOf(result), 'row')}
        {result.truncated ? ', more were left out' : ''} · as of {clockTime(result.observedAt)} · took {duration(result.tookMs)}
      </figcaption>
    </figure>
  );
}

function rowCountOf({ rowCount, rows }: KeptResult): number {
  return rowCount ?? rows.length;
}

function emptyWords({ fill, text }: KeptResult): string {
  if (text !== null) return 'Text, no table:';
  return fill === 'no-data'
    ? 'No data: the source could not have known. This is not "healthy".'
    : 'No rows: the question was answered, and nothing is there.';
}

function Rows({ result, deciding }: { readonly result: KeptResult; readonly deciding: ReadonlySet<number> }): ReactElement {
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label={`Result of ${result.rendered}`}>
      <table className="rows">
        <thead>
          <tr>
            {result.columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {result.rows.slice(0, MOST_ROWS).map((row, index) => (
            <tr
              key={index}
              className={deciding.has(index) ? 'is-deciding' : undefined}
              title={deciding.has(index) ? 'This row decided' : undefined}
            >
              {row.map((cell, column) => (
                <td key={column} className={typeof cell === 'number' ? 'number' : undefined}>
                  {cellText(cell)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rowCountOf(result) > MOST_ROWS ? (
        <p className="muted">
          The first {MOST_ROWS} of {rowCountOf(result)} rows.
        </p>
      ) : null}
    </div>
  );
}
