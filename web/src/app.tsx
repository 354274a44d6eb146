import { useEffect } from 'react';
import type { ReactElement } from 'react';
import { usePolled } from './api/use-polled';
import type { IncidentView, Page, StatusView } from './contracts';
import { GuidePage } from './guides/guide-page';
import { GuidesPage } from './guides/guides-page';
import { IncidentPage } from './incident/incident-page';
import { OutboxPage } from './outbox/outbox-page';
import { useRoute } from './route';
import type { Route } from './route';
import { Banners } from './shell/banners';
import { KeyPrompt } from './shell/key-prompt';
import { Sidebar } from './shell/sidebar';

/** The dashboard: incidents on the left, what is looked at on the right. */
export function App(): ReactElement {
  const route = useRoute();
  const { value: status, failure } = usePolled<StatusView>('/status', 2_000);
  const { value: incidents, failure: incidentsFailure } = usePolled<Page<IncidentView>>(
    failure?.status === 401 ? null : '/incidents?limit=50',
    2_000,
  );
  const current = currentIncident(route, incidents?.items ?? null);
  useTitle(incidents?.items.find(({ id }) => id === current)?.title ?? null);
  if (failure?.status === 401) return <KeyPrompt message={failure.message} />;
  return (
    <div className="app">
      <a className="skip-link" href="#main">
        Skip to the content
      </a>
      <Sidebar incidents={incidents?.items ?? null} status={status} route={route} current={current} />
      <main id="main" tabIndex={-1}>
        <Banners status={status} failure={failure ?? incidentsFailure} />
        <Content route={route} current={current} isRead={incidents !== null} />
      </main>
    </div>
  );
}

function Content({
  route,
  current,
  isRead,
}: {
  readonly route: Route;
  readonly current: string | null;
  readonly isRead: boolean;
}): ReactElement {
  switch (route.page) {
    case 'guides':
      return <GuidesPage />;
    case 'guide':
      return <GuidePage id={route.id} />;
    case 'outbox':
      return <OutboxPage />;
    case 'nowhere':
      return <p className="empty">There is no such page.</p>;
    case 'incident':
    case 'newest':
      if (current !== null) return <IncidentPage id={current} />;
      return (
        <p className="empty">{isRead ? 'All is quiet. The next page from PagerDuty opens an incident here.' : 'Reading the incidents …'}</p>
      );
  }
}

/** The one in the address, else the newest that is open, else the newest. */
function currentIncident(route: Route, incidents: readonly IncidentView[] | null): string | null {
  if (route.page === 'incident') return route.id;
  if (route.page !== 'newest' || incidents === null) return null;
  return (incidents.find(({ status }) => status !== 'resolved') ?? incidents[0])?.id ?? null;
}

function useTitle(title: string | null): void {
  useEffect(() => {
    document.title = title === null ? 'Periplus' : `${title} · Periplus`;
  }, [title]);
}
