import type { IncidentView } from '../../incidents/index.js';
import type { OpenUrl } from './adaptive-card.js';
import { openUrl } from './card-parts.js';

/** Buttons into the dashboard: a Workflows webhook is one-way, so a person decides there. */
export function dashboardLinks(publicUrl: string, title: string, incident: IncidentView, anchor = ''): readonly OpenUrl[] {
  const link = new URL(`/incidents/${encodeURIComponent(incident.id)}${anchor === '' ? '' : `#${anchor}`}`, publicUrl);
  const source =
    incident.externalUrl === null || !/^https?:/iu.test(incident.externalUrl) ? [] : [openUrl('Open the page', incident.externalUrl)];
  return [openUrl(title, link.href), ...source];
}

/** "DEMO · #12 · service catalogue · cluster testbed". */
export function whereabouts(incident: IncidentView): string {
  const parts = [
    incident.demo ? 'DEMO: nothing outside this machine is touched' : '',
    `incident ${incident.number}`,
    incident.severity === 'unknown' ? '' : incident.severity,
    incident.service === null ? '' : `service ${incident.service}`,
    `cluster ${incident.cluster}`,
  ];
  return parts.filter((part) => part !== '').join(' · ');
}
