import { ControlProblem } from '../world.js';
import type { World } from '../world.js';
import type { ActiveFault, FaultInjector } from './fault-injector.js';
import { causeIsRight, collateralOf, entityIsRight } from './grading.js';
import type { Diagnosis } from './grading.js';
import { ShopProbe } from './shop-probe.js';
import { Snapshot } from './snapshot.js';
import { shopSymptoms } from './symptoms.js';

/** A mitigation holds when the world is healthy in so many windows, so far apart in the world's time. */
const WINDOWS = 3;
const WINDOW_MS = 10_000;

export interface Grade {
  readonly fault: string;
  readonly entityRight: boolean;
  readonly causeRight: boolean;
  readonly recovered: boolean;
  /** `Deployment/catalogue spec.replicas`: changed by somebody, without need. */
  readonly collateral: readonly string[];
  /** What is still wrong, when it is not recovered. */
  readonly symptoms: readonly string[];
}

/** Knows the truth about each injected fault and measures the world by itself. */
export class Oracle {
  private readonly probe: ShopProbe;
  private readonly untouched: Snapshot;

  constructor(
    private readonly world: World,
    private readonly injector: FaultInjector,
  ) {
    this.probe = new ShopProbe(world);
    this.untouched = Snapshot.take(world);
  }

  /** The truth about what is active now, and whether the shop is healthy in this one window. */
  async look(): Promise<unknown> {
    const symptoms = await this.symptoms();
    const active = this.injector.active.map(({ fault, injection, truth, injectedAt }) => ({
      fault: fault.id,
      title: fault.title,
      service: injection.service,
      entities: truth.entities.map(({ kind, name }) => `${kind}/${name}`),
      cause: truth.causeClass,
      remedies: truth.remedies,
      injectedAt,
    }));
    return { active, healthy: symptoms.length === 0, symptoms, collateral: this.collateral() };
  }

  /** Grades a diagnosis and what was done about it; takes three windows. */
  async grade(diagnosis: Diagnosis, faultId?: string): Promise<Grade> {
    const active = this.gradedFault(faultId);
    const symptoms = await this.lastingSymptoms();
    return {
      fault: active.fault.id,
      entityRight: entityIsRight(diagnosis, active.truth),
      causeRight: causeIsRight(diagnosis, active.truth),
      recovered: symptoms.length === 0,
      collateral: this.collateral(),
      symptoms,
    };
  }

  private gradedFault(faultId: string | undefined): ActiveFault {
    const active = this.injector.active.find(({ fault }) => faultId === undefined || fault.id === faultId.toUpperCase());
    if (!active) throw new ControlProblem(409, 'Nothing is injected, so there is nothing to grade. Inject SS-C1 to grade a healthy shop.');
    return active;
  }

  private async lastingSymptoms(): Promise<readonly string[]> {
    for (let window = 0; window < WINDOWS; window += 1) {
      if (window > 0) await this.world.clock.sleep(WINDOW_MS);
      const symptoms = await this.symptoms();
      if (symptoms.length > 0) return symptoms;
    }
    return [];
  }

  private async symptoms(): Promise<readonly string[]> {
    const { active } = this.injector;
    if (active.length === 0) return shopSymptoms(this.probe);
    const found = await Promise.all(active.map(({ truth }) => truth.symptoms(this.probe)));
    return [...new Set(found.flat())];
  }

  /** Against the state before the first active fault. */
  private collateral(): string[] {
    const [first] = this.injector.active;
    const now = (first?.before ?? this.untouched).differences(Snapshot.take(this.world));
    const unexplained = this.injector.active.reduce((rest, { changed, truth }) => collateralOf(rest, changed, truth), now);
    return unexplained.map(({ entity, path }) => `${entity.kind}/${entity.name} ${path === '' ? '(added or removed)' : path}`);
  }
}
