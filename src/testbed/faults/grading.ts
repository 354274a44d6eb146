import { LOAD_DEPLOYMENT } from '../load/start-load.js';
import type { Entity, Truth } from './fault.js';
import type { Difference } from './snapshot.js';

/** What a diagnosis says, as the control route takes it. */
export interface Diagnosis {
  /** `deployment/orders`, `Deployment orders`, `orders`; null or empty: nothing is wrong. */
  readonly entity: string | null;
  readonly cause: string | null;
}

const SHORT_KINDS: Readonly<Record<string, string>> = {
  deploy: 'deployment',
  deployments: 'deployment',
  svc: 'service',
  services: 'service',
  ep: 'endpoints',
  endpoint: 'endpoints',
  netpol: 'networkpolicy',
  networkpolicies: 'networkpolicy',
  hpa: 'horizontalpodautoscaler',
  no: 'node',
  nodes: 'node',
  po: 'pod',
  pods: 'pod',
};
const KINDS: readonly string[] = [
  'deployment',
  'service',
  'endpoints',
  'networkpolicy',
  'horizontalpodautoscaler',
  'node',
  'pod',
  'networkchaos',
  'stresschaos',
  'replicaset',
];

/** Does the diagnosis name one of the accepted entities? A kind that is named must fit; a pod stands for its Deployment. */
export function entityIsRight({ entity }: Diagnosis, truth: Truth): boolean {
  const words = (entity ?? '')
    .toLowerCase()
    .split(/[\s/,:"']+/)
    .filter((word) => word !== '');
  if (truth.entities.length === 0) return words.length === 0 || /healthy|none|nothing/.test(words.join(' '));
  const kinds = words.map((word) => SHORT_KINDS[word] ?? word).filter((word) => KINDS.includes(word));
  return truth.entities.some((accepted) => namesIt(words, accepted) && kindFits(kinds, accepted));
}

function namesIt(words: readonly string[], { name }: Entity): boolean {
  const accepted = name.toLowerCase();
  return words.some((word) => word === accepted || new RegExp(`^${accepted}-[a-z0-9]{6,10}-[a-z0-9]{5}$`).test(word));
}

function kindFits(kinds: readonly string[], { kind }: Entity): boolean {
  const accepted = kind.toLowerCase();
  if (kinds.length === 0 || kinds.includes(accepted)) return true;
  return accepted === 'deployment' && kinds.some((word) => word === 'pod' || word === 'replicaset');
}

/** Does the diagnosis name the class of the cause, or describe it? */
export function causeIsRight({ cause }: Diagnosis, truth: Truth): boolean {
  const text = cause ?? '';
  if (truth.causeClass === 'healthy' && text === '') return true;
  if (text.toLowerCase().includes(truth.causeClass)) return true;
  return truth.causeWords.some((words) => words.every((word) => word.test(text)));
}

/** The load is the experimenter's own; whoever changes it has not touched the shop. */
const EXPERIMENTERS: readonly string[] = [LOAD_DEPLOYMENT];

/** Differences from before the fault that neither the fault nor an accepted remedy explains. */
export function collateralOf(now: readonly Difference[], injected: readonly Difference[], truth: Truth): Difference[] {
  return now.filter(({ entity, path }) => {
    const byFault = injected.some(
      (each) =>
        sameEntity(each.entity, entity) && (path === each.path || path.startsWith(`${each.path}.`) || each.path.startsWith(`${path}.`)),
    );
    const byRemedy = truth.mayChange.some((each) => sameEntity(each.entity, entity) && each.path.test(path));
    return !byFault && !byRemedy && !EXPERIMENTERS.includes(entity.name);
  });
}

function sameEntity(left: Entity, right: Entity): boolean {
  return left.kind === right.kind && left.name === right.name;
}
