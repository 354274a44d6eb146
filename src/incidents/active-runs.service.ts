import { Injectable } from '@nestjs/common';
import { Runs } from '../dag-scheduler/index.js';
import type { RunStatus } from '../dag-scheduler/index.js';
import { IncidentStore } from './incident-store.js';

const ACTIVE: readonly RunStatus[] = ['running', 'waiting', 'paused'];
const MORE_THAN_ANY_LIMIT = 10_000;

/** Counts runs, for the limits of DESIGN 2. Right only while nobody else starts one: see IncidentStore.alone. */
@Injectable()
export class ActiveRuns {
  constructor(
    private readonly runs: Runs,
    private readonly store: IncidentStore,
  ) {}

  async count(service: string | null): Promise<{ readonly activeTotal: number; readonly activeOfService: number }> {
    const active = await this.runs.list({ status: ACTIVE, limit: MORE_THAN_ANY_LIMIT });
    const services = await this.store.servicesOf(active.flatMap(({ incidentId }) => incidentId ?? []));
    const ofService = active.filter(({ incidentId }) => service !== null && incidentId !== null && services.get(incidentId) === service);
    return { activeTotal: active.length, activeOfService: ofService.length };
  }
}
