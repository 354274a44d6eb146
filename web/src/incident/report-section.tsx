import type { ReactElement } from 'react';
import type { IncidentReport, ReportSentence } from '../contracts';
import { cellText, duration } from '../words';
import { Prose } from '../prose';

const OUTCOMES: Readonly<Record<IncidentReport['outcome'], string>> = {
  resolved: 'Resolved',
  healthy: 'Healthy: nothing needed to be done',
  'cause-found': 'The cause is found',
  inconclusive: 'Inconclusive',
  failed: 'The run failed',
  cancelled: 'Cancelled',
};

/** The report, built from stored evidence alone. */
export function ReportSection({
  report,
  open,
}: {
  readonly report: IncidentReport;
  readonly open: (stepId: string) => void;
}): ReactElement {
  const { rootCause } = report;
  return (
    <section className="panel report" id="report" aria-label="Report">
      <h2>Report</h2>
      <p className="report-outcome">
        <b>{OUTCOMES[report.outcome]}.</b>{' '}
        {rootCause === null ? null : (
          <>
            {rootCause.entity === null ? null : <code>{rootCause.entity}</code>} <Prose text={rootCause.cause} />
          </>
        )}
      </p>
      <Sentences title="Cause" open={open} sentences={report.cause} whenEmpty="No cause was found." />
      <Sentences title="Changed" open={open} sentences={report.changed} whenEmpty="Nothing was changed." />
      <Sentences title="Verified" open={open} sentences={report.verified} whenEmpty={null} />
      <Sentences title="Will it stay?" open={open} sentences={report.willItStay} whenEmpty={null} />
      <Sentences title="Ruled out" open={open} sentences={report.ruledOut} whenEmpty="Nothing." />
      <Sentences title="Also seen" open={open} sentences={report.alsoSeen} whenEmpty={null} />
      <Sentences title="Not checked" open={open} sentences={report.notChecked} whenEmpty="Everything the guide asks was checked." />
      {report.makespanMs === null ? null : (
        <p className="muted">
          The steps took {duration(report.makespanMs)}
          {report.criticalPathMs === null ? '' : `; the longest path through them takes ${duration(report.criticalPathMs)}`}.
        </p>
      )}
    </section>
  );
}

interface SentencesProps {
  readonly title: string;
  readonly sentences: readonly ReportSentence[];
  readonly whenEmpty: string | null;
  readonly open: (stepId: string) => void;
}

function Sentences({ title, sentences, whenEmpty, open }: SentencesProps): ReactElement | null {
  if (sentences.length === 0 && whenEmpty === null) return null;
  return (
    <>
      <h3>{title}</h3>
      {sentences.length === 0 ? <p className="muted">{whenEmpty}</p> : null}
      <ul>
        {sentences.map(({ sentence, stepId, evidence }, index) => (
          <li key={index}>
            <Prose text={sentence} /> {stepId === null ? null : <StepReference stepId={stepId} open={open} />}
            {evidence === null || evidence.rows.length === 0 ? null : <Evidence {...evidence} />}
          </li>
        ))}
      </ul>
    </>
  );
}

function StepReference({ stepId, open }: { readonly stepId: string; readonly open: (stepId: string) => void }): ReactElement {
  return (
    <button
      type="button"
      className="step-ref"
      title="Show the step this rests on"
      onClick={() => {
        open(stepId);
      }}
    >
      {stepId}
    </button>
  );
}

function Evidence({ columns, rows }: NonNullable<ReportSentence['evidence']>): ReactElement {
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label="Evidence">
      <table className="rows">
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index}>
              {row.map((cell, column) => (
                <td key={column} className={typeof cell === 'number' ? 'number' : undefined}>
                  {cellText(cell)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
