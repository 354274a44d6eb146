import { ControlProblem } from '../world.js';
import type { World } from '../world.js';
import type { Effect, Fault, Injection, Truth } from './fault.js';
import { FAULTS } from './faults.js';
import { Snapshot } from './snapshot.js';
import type { Difference } from './snapshot.js';

/** A fault that is in the world now, and what the world was like before. */
export interface ActiveFault {
  readonly fault: Fault;
  readonly injection: Injection;
  readonly truth: Truth;
  readonly effect: Effect;
  readonly before: Snapshot;
  /** What the injection itself changed. */
  readonly changed: readonly Difference[];
  readonly injectedAt: Date;
}

export interface InjectionRequest {
  readonly fault: string;
  readonly service?: string;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly seed?: number;
}

/** Brings faults into the world and takes them out. */
export class FaultInjector {
  private readonly injected = new Map<string, ActiveFault>();

  constructor(private readonly world: World) {}

  get active(): readonly ActiveFault[] {
    return [...this.injected.values()];
  }

  /** @throws ControlProblem for a fault, service or parameter that is not known, or a fault that is active already */
  inject(request: InjectionRequest): ActiveFault {
    const fault = FAULTS.find(({ id }) => id === request.fault.toUpperCase());
    if (!fault) throw new ControlProblem(404, `There is no fault "${request.fault}". Known are ${FAULTS.map(({ id }) => id).join(', ')}.`);
    if (this.injected.has(fault.id)) throw new ControlProblem(409, `${fault.id} is active already. Recover it first.`);
    const injection = this.injectionOf(fault, request);
    const before = Snapshot.take(this.world);
    const effect = fault.inject(injection);
    const changed = before.differences(Snapshot.take(this.world));
    const active = { fault, injection, truth: fault.truth(injection), effect, before, changed, injectedAt: this.world.clock.now() };
    this.injected.set(fault.id, active);
    return active;
  }

  /** Undoes one fault, or all of them, youngest first; says which. */
  recover(id?: string): readonly string[] {
    const wanted = this.active.filter(({ fault }) => id === undefined || fault.id === id.toUpperCase()).reverse();
    if (id !== undefined && wanted.length === 0) throw new ControlProblem(404, `${id} is not active.`);
    for (const { fault, effect, before } of wanted) {
      effect.undo();
      before.restore(this.world);
      this.injected.delete(fault.id);
    }
    return wanted.map(({ fault }) => fault.id);
  }

  private injectionOf(fault: Fault, request: InjectionRequest): Injection {
    const service = request.service ?? fault.service;
    if (!fault.services.includes(service)) {
      throw new ControlProblem(400, `${fault.id} makes no sense for "${service}". It can be injected on ${fault.services.join(', ')}.`);
    }
    return { world: this.world, service, parameters: parametersOf(fault, request), seed: request.seed ?? this.world.seed };
  }
}

/** The values given, and the defaults of the others. */
function parametersOf(fault: Fault, { parameters = {} }: InjectionRequest): Readonly<Record<string, string>> {
  const known = fault.parameters.map(({ name }) => name);
  const unknown = Object.keys(parameters).filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new ControlProblem(
      400,
      `${fault.id} has no parameter ${unknown.join(', ')}. It takes ${known.length === 0 ? 'none' : known.join(', ')}.`,
    );
  }
  const values = fault.parameters.flatMap((parameter): [string, string][] => {
    const given = parameters[parameter.name];
    if (given !== undefined && !parameter.accepts.test(given)) {
      throw new ControlProblem(400, `"${given}" is no value for ${parameter.name} of ${fault.id}: it is ${parameter.meaning}.`);
    }
    const value = given ?? parameter.default;
    return value === null ? [] : [[parameter.name, value]];
  });
  return Object.fromEntries(values);
}
