import type { IncidentView } from '../../incidents/index.js';
import type { AdaptiveCard } from './adaptive-card.js';
import { assembleCard } from './assemble-card.js';
import { banner, textBlock, words } from './card-parts.js';
import { dashboardLinks, whereabouts } from './dashboard-links.js';

/** A sentence about an incident. */
export function renderNote(incident: IncidentView, text: string, publicUrl: string): AdaptiveCard {
  return assembleCard({
    summary: `${incident.title}: ${text}`,
    essential: [banner('emphasis', incident.title, [whereabouts(incident)]), textBlock(words(text, 2_000))],
    detail: [],
    closing: [],
    actions: dashboardLinks(publicUrl, 'Open in Periplus', incident),
  });
}
