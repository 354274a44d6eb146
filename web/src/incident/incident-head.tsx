import type { ReactElement } from 'react';
import type { IncidentView } from '../contracts';
import { count, dayTime } from '../words';
import { IncidentChip } from './chips';

/** What happened, where, and how the alert put it. */
export function IncidentHead({ incident }: { readonly incident: IncidentView }): ReactElement {
  return (
    <header className="incident-head">
      <p className="muted">
        Incident {incident.number} · {incident.severity === 'unknown' ? '' : `${incident.severity} · `}
        {incident.service === null ? (
          'no service named'
        ) : (
          <>
            service <b>{incident.service}</b>
          </>
        )}{' '}
        · cluster <b>{incident.cluster}</b> · {dayTime(incident.openedAt)} · {count(incident.alerts, 'alert')}
        {incident.externalUrl !== null && /^https?:/iu.test(incident.externalUrl) ? (
          <>
            {' '}
            ·{' '}
            <a href={incident.externalUrl} target="_blank" rel="noreferrer">
              the page
            </a>
          </>
        ) : null}
      </p>
      <h1>
        {incident.title} <IncidentChip status={incident.status} />
      </h1>
    </header>
  );
}
