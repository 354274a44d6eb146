import { useState } from 'react';
import type { ReactElement } from 'react';
import type { IncidentView, StatusView } from '../contracts';
import { Link } from '../link';
import type { Route } from '../route';
import { FreezeButton } from './freeze-button';
import { dayTime } from '../words';

interface SidebarProps {
  readonly incidents: readonly IncidentView[] | null;
  readonly status: StatusView | null;
  readonly route: Route;
  /** The incident that is looked at. */
  readonly current: string | null;
}

/** The incidents with how they stand, and the way to everything else. */
export function Sidebar({ incidents, status, route, current }: SidebarProps): ReactElement {
  const [isOpen, setOpen] = useState(false);
  return (
    <aside className={`sidebar${isOpen ? ' is-open' : ''}`}>
      <div className="brand">
        <Link href="/" aria-label="Periplus: the newest incident">
          <img src="/periplus.svg" alt="" width="26" height="26" />
          <b>Periplus</b>
        </Link>
        <button
          type="button"
          className="menu-button"
          aria-expanded={isOpen}
          onClick={() => {
            setOpen(!isOpen);
          }}
        >
          Incidents
        </button>
      </div>
      <nav className="rooms" aria-label="Pages">
        <NavLink href="/" title="Incidents" isHere={route.page === 'newest' || route.page === 'incident'} />
        <NavLink href="/guides" title="Guides" isHere={route.page === 'guides' || route.page === 'guide'} />
        <NavLink href="/outbox" title="Outbox" isHere={route.page === 'outbox'} />
        <a href="/api/docs">API</a>
      </nav>
      <nav
        className="incident-list"
        aria-label="Incidents"
        onClick={() => {
          setOpen(false);
        }}
      >
        {incidents?.map((incident) => (
          <IncidentRow key={incident.id} incident={incident} isHere={incident.id === current} />
        ))}
        {incidents?.length === 0 ? <p className="muted">No incident yet.</p> : null}
      </nav>
      {status === null ? null : <Footer status={status} />}
    </aside>
  );
}

function NavLink({ href, title, isHere }: { readonly href: string; readonly title: string; readonly isHere: boolean }): ReactElement {
  return (
    <Link href={href} aria-current={isHere ? 'page' : undefined}>
      {title}
    </Link>
  );
}

function IncidentRow({ incident, isHere }: { readonly incident: IncidentView; readonly isHere: boolean }): ReactElement {
  const { look, words } = standing(incident);
  return (
    <Link href={`/incidents/${incident.id}`} aria-current={isHere ? 'true' : undefined} className="incident-row">
      <span className={`dot is-${look}`} aria-hidden="true" />
      <span>
        <span className="incident-row-title">{incident.title}</span>
        <span className="muted">
          {words} · {incident.cluster} · {dayTime(incident.openedAt)}
        </span>
      </span>
    </Link>
  );
}

function standing({ status, runs, held }: IncidentView): { readonly look: string; readonly words: string } {
  if (status === 'resolved') return { look: 'succeeded', words: 'resolved' };
  const run = runs.find((one) => one.endedAt === null) ?? runs[0];
  if (run === undefined) return held === null ? { look: 'failed', words: 'open' } : { look: 'asking', words: 'held' };
  if (run.status === 'waiting') return { look: 'asking', words: 'waits for you' };
  if (run.endedAt === null) return { look: 'running', words: run.status };
  return run.status === 'succeeded' ? { look: 'succeeded', words: 'run done' } : { look: 'failed', words: `run ${run.status}` };
}

function Footer({ status }: { readonly status: StatusView }): ReactElement {
  return (
    <footer className="muted">
      {status.person.name} ({status.person.role}) · {status.clusters.length === 0 ? 'no cluster' : status.clusters.join(', ')}
      <br />
      Teams: {status.teams} · v{status.version}
      {status.person.role === 'admin' && status.frozen === null ? <FreezeButton /> : null}
    </footer>
  );
}
