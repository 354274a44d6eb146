import type { GuideReading } from '../passes/read-guide.js';
import type { PlanLimits } from '../plan.js';
import type { Overlay } from './overlay.js';

const STRICTNESS = ['shadow', 'suggest'] as const;

/** What an overlay says of the guide as a whole beats the guide's own word; limits only add up. */
export function layOverGuide(reading: GuideReading, overlay: Overlay | null): GuideReading {
  if (overlay === null) return reading;
  const over = overlay.frontMatter;
  const { guide, frontMatter } = reading;
  const parameters = new Map(guide.parameters.map((parameter) => [parameter.name, parameter]));
  for (const parameter of over.parameters) parameters.set(parameter.name, parameter);
  return {
    ...reading,
    guide: {
      title: over.title ?? guide.title,
      owner: over.owner ?? guide.owner,
      alertNames: over.alerts.length > 0 ? over.alerts : guide.alertNames,
      services: over.services.length > 0 ? over.services : guide.services,
      runbookUrls: over.runbookUrls.length > 0 ? over.runbookUrls : guide.runbookUrls,
      parameters: [...parameters.values()],
    },
    frontMatter: {
      ...frontMatter,
      parameters: [...frontMatter.parameters, ...over.parameters],
      outcome: over.outcome === 'all' ? 'all' : frontMatter.outcome,
      sources: { ...frontMatter.sources, ...over.sources },
      stepDefaults: {
        timeoutMs: over.stepDefaults.timeoutMs ?? frontMatter.stepDefaults.timeoutMs,
        retries: over.stepDefaults.retries ?? frontMatter.stepDefaults.retries,
        onFailure: over.stepDefaults.onFailure ?? frontMatter.stepDefaults.onFailure,
      },
      limits: tighter(frontMatter.limits, over.limits),
    },
  };
}

function tighter(own: PlanLimits, over: PlanLimits): PlanLimits {
  const mode = STRICTNESS.find((limit) => limit === own.mode || limit === over.mode) ?? null;
  return { mode, rulings: [...own.rulings, ...over.rulings] };
}
