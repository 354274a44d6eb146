import type { ReactElement } from 'react';
import { post } from '../api/call';
import type { IncidentView, RunView } from '../contracts';
import { Link } from '../link';
import { cellText } from '../words';
import { useCall } from './use-call';

/** Why this guide, with which values, from which alert: three small tables side by side. */
export function Background({ incident, run }: { readonly incident: IncidentView; readonly run: RunView | null }): ReactElement {
  return (
    <div className="background">
      <ChosenGuide incident={incident} run={run} />
      <Parameters values={run?.parameters ?? incident.parameters} />
      <AlertText incident={incident} />
    </div>
  );
}

function ChosenGuide({ incident, run }: { readonly incident: IncidentView; readonly run: RunView | null }): ReactElement {
  const chosen = run === null ? null : (incident.matches.find(({ guideId }) => guideId === run.guideId) ?? null);
  const others = incident.matches.filter(({ guideId }) => guideId !== run?.guideId);
  return (
    <section className="panel">
      <h2>{run === null ? 'No guide was started' : 'Why this guide'}</h2>
      {run === null ? (
        <p>{incident.held?.sentence ?? 'No guide names this alert.'}</p>
      ) : (
        <p>
          <Link href={`/guides/${run.guideId}`}>{run.guideTitle}</Link>
          {run.guideVersion === null ? '' : `, version ${run.guideVersion}`}
          {chosen === null ? '' : <>, because of {chosen.reason}</>}. It may <b>{run.mode}</b>
          {run.dryRun ? ', and this is a dry run' : ''}.
        </p>
      )}
      {others.length === 0 ? null : <OtherGuides incident={incident} others={others} />}
    </section>
  );
}

function OtherGuides({ incident, others }: { readonly incident: IncidentView; readonly others: IncidentView['matches'] }): ReactElement {
  const { isBusy, refusal, attempt } = useCall();
  return (
    <>
      <ul className="plain">
        {others.map(({ guideId, guideTitle, reason }) => (
          <li key={guideId} className="offer">
            <span>
              <Link href={`/guides/${guideId}`}>{guideTitle}</Link> <span className="muted">{reason}</span>
            </span>
            <button
              type="button"
              className="small"
              disabled={isBusy}
              onClick={() => {
                attempt(() => post(`/incidents/${incident.id}/runs`, { guideId }));
              }}
            >
              Run it
            </button>
          </li>
        ))}
      </ul>
      {refusal === null ? null : (
        <p role="alert" className="bad">
          {refusal}
        </p>
      )}
    </>
  );
}

function Parameters({ values }: { readonly values: IncidentView['parameters'] }): ReactElement {
  const entries = Object.entries(values);
  return (
    <section className="panel">
      <h2>With these values</h2>
      {entries.length === 0 ? <p className="muted">The guide asks for none.</p> : null}
      <dl className="values">
        {entries.map(([name, { value, source }]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <b>{cellText(value)}</b> <span className="muted">{source}</span>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function AlertText({ incident }: { readonly incident: IncidentView }): ReactElement {
  const lines = Object.entries({ ...incident.annotations, ...incident.labels }).filter(
    ([name, value]) => name !== 'alertname' && value !== '' && value !== incident.title,
  );
  return (
    <section className="panel">
      <h2>The alert said</h2>
      {incident.alertName === null ? null : <p className="mono">{incident.alertName}</p>}
      <dl className="values is-quiet">
        {lines.slice(0, 8).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
