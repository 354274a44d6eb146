import { ControlProblem } from '../world.js';
import type { Part, World } from '../world.js';
import { ChaosController } from './chaos-controller.js';
import { FaultInjector } from './fault-injector.js';
import type { ActiveFault, InjectionRequest } from './fault-injector.js';
import { FAULTS } from './faults.js';
import { Oracle } from './oracle.js';

/**
 * The control routes of the faults and of the oracle. An investigator never sees them: they are on another address than the cluster.
 *
 *   GET  /faults            what can be injected, and what is
 *   POST /faults/inject     { fault, service?, parameters?, seed? }
 *   POST /faults/recover    { fault? }
 *   GET  /oracle            the truth, and whether the shop is healthy now
 *   POST /oracle/grade      { entity, cause, fault? } → { entityRight, causeRight, recovered, collateral, symptoms }
 */
export function startFaults(world: World): Promise<Part> {
  const injector = new FaultInjector(world);
  const oracle = new Oracle(world, injector);
  const chaos = new ChaosController(world);
  return Promise.resolve({
    addresses: {},
    routes: [
      { method: 'GET', path: '/faults', answer: () => ({ faults: FAULTS.map(listed), active: injector.active.map(shown) }) },
      { method: 'POST', path: '/faults/inject', answer: ({ body }) => shown(injector.inject(injectionIn(body))) },
      {
        method: 'POST',
        path: '/faults/recover',
        answer: ({ body }) => ({ recovered: injector.recover(text(body, 'fault') ?? undefined) }),
      },
      { method: 'GET', path: '/oracle', answer: () => oracle.look() },
      {
        method: 'POST',
        path: '/oracle/grade',
        answer: ({ body }) => oracle.grade({ entity: text(body, 'entity'), cause: text(body, 'cause') }, text(body, 'fault') ?? undefined),
      },
    ],
    status: () => ({ active: injector.active.map(({ fault }) => fault.id) }),
    stop: () => {
      chaos.stop();
      return Promise.resolve();
    },
  });
}

function listed({ id, title, service, services, parameters }: (typeof FAULTS)[number]): unknown {
  return {
    id,
    title,
    service,
    services,
    parameters: parameters.map(({ name, meaning, default: preset }) => ({ name, meaning, default: preset })),
  };
}

function shown({ fault, injection, injectedAt }: ActiveFault): unknown {
  return {
    fault: fault.id,
    title: fault.title,
    service: injection.service,
    parameters: injection.parameters,
    seed: injection.seed,
    injectedAt,
  };
}

function field(body: unknown, name: string): unknown {
  return typeof body === 'object' && body !== null ? (body as Readonly<Record<string, unknown>>)[name] : undefined;
}

function text(body: unknown, name: string): string | null {
  const value = field(body, name);
  return typeof value === 'string' ? value : null;
}

function injectionIn(body: unknown): InjectionRequest {
  const fault = text(body, 'fault');
  if (fault === null) throw new ControlProblem(400, 'Say which fault to inject: { "fault": "SS-04" }. GET /faults lists them.');
  const service = text(body, 'service');
  const seed = field(body, 'seed');
  const parameters = Object.entries((field(body, 'parameters') ?? {}) as Record<string, unknown>).map(([name, value]) => [
    name,
    String(value),
  ]);
  return {
    fault,
    parameters: Object.fromEntries(parameters) as Record<string, string>,
    ...(service === null ? {} : { service }),
    ...(typeof seed === 'number' ? { seed } : {}),
  };
}
