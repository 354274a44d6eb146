import { useState } from 'react';
import type { ReactElement } from 'react';
import { usePolled } from '../api/use-polled';
import { useRun } from '../api/use-run';
import type { IncidentReport, IncidentView, OutboxItem, Page } from '../contracts';
import { CardList } from '../outbox/card-list';
import { Prose } from '../prose';
import { Background } from './background';
import { IncidentHead } from './incident-head';
import { NeedsYou } from './needs-you';
import { ReportSection } from './report-section';
import { RunPicker } from './run-picker';
import { RunSection } from './run-section';
import { Timeline } from './timeline';

/** The whole story of one incident on one page. */
export function IncidentPage({ id }: { readonly id: string }): ReactElement {
  const { value: incident, failure } = usePolled<IncidentView>(`/incidents/${encodeURIComponent(id)}`, 2_000);
  if (incident !== null) return <Story key={incident.id} incident={incident} />;
  if (failure?.status === 404) return <p className="empty">{failure.message}</p>;
  return <p className="empty">Reading the incident …</p>;
}

function Story({ incident }: { readonly incident: IncidentView }): ReactElement {
  const [picked, setPicked] = useState<string | null>(null);
  const [selected, select] = useState<string | null>(null);
  const newest = incident.runs.toSorted((a, b) => b.startedAt.localeCompare(a.startedAt))[0] ?? null;
  const { run, events, connection, failure } = useRun(picked ?? newest?.id ?? null);
  const hasOutcome = run?.outcome != null;
  const report = usePolled<IncidentReport>(
    hasOutcome ? `/incidents/${incident.id}/report` : null,
    run?.endedAt == null ? 2_000 : 15_000,
  ).value;
  const said = usePolled<Page<OutboxItem>>(`/outbox?incidentId=${encodeURIComponent(incident.id)}`, 3_000).value;
  return (
    <>
      <IncidentHead incident={incident} />
      {run === null ? null : <NeedsYou run={run} />}
      {run?.outcome == null ? null : (
        <p className={`outcome is-${run.outcome.kind}`} role="status">
          <Prose text={run.outcome.sentence} /> {report === null ? null : <a href="#report">Read the report</a>}
        </p>
      )}
      <RunPicker runs={incident.runs} chosen={run?.id ?? null} choose={setPicked} />
      <Background incident={incident} run={run} />
      {failure === null ? null : (
        <p role="alert" className="note">
          The run cannot be read: {failure.message}
        </p>
      )}
      {run === null ? null : <RunSection key={run.id} run={run} connection={connection} selected={selected} select={select} />}
      {run === null ? null : (
        <div className="columns">
          {report === null ? null : <ReportSection report={report} open={select} />}
          <Timeline events={events} run={run} />
        </div>
      )}
      {said === null || said.items.length === 0 ? null : <CardList items={said.items} />}
    </>
  );
}
