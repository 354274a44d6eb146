import { Injectable } from '@nestjs/common';
import { Runs } from '../dag-scheduler/index.js';
import { TerminalError } from '../platform/errors.js';
import { buildReport } from './core/build-report.js';
import type { IncidentRecord, IncidentStatus, IncidentView } from './core/incident.js';
import type { IncidentReport } from './core/report.js';
import { IncidentStore } from './incident-store.js';

const MAX_RUNS_SHOWN = 50;

/** Reads the case file: incidents with their runs, and their reports. */
@Injectable()
export class IncidentFile {
  constructor(
    private readonly store: IncidentStore,
    private readonly runs: Runs,
  ) {}

  /** @throws TerminalError `incident-unknown` */
  async view(incidentId: string): Promise<IncidentView> {
    const record = await this.store.find(incidentId);
    if (record === null) throw new TerminalError('incident-unknown', `There is no incident ${incidentId}.`);
    return this.withRuns(record);
  }

  /** Newest first. */
  async list(filter: { readonly status?: readonly IncidentStatus[]; readonly limit: number }): Promise<readonly IncidentView[]> {
    const records = await this.store.list(filter);
    return Promise.all(records.map((record) => this.withRuns(record)));
  }

  /** The report of an incident's newest run, as far as it has come. @throws TerminalError `incident-unknown`, `report-unknown` */
  async report(incidentId: string): Promise<IncidentReport> {
    const incident = await this.view(incidentId);
    const newest = incident.runs.toSorted((a, b) => b.startedAt.localeCompare(a.startedAt))[0];
    if (newest === undefined) {
      throw new TerminalError('report-unknown', `No run was started for incident ${incident.number}, so there is no report.`, {
        hint: incident.held?.sentence ?? 'Start a guide for it.',
      });
    }
    return buildReport(await this.runs.view(newest.id), incident);
  }

  /** @throws TerminalError `run-unknown` */
  async reportOfRun(runId: string): Promise<IncidentReport> {
    const run = await this.runs.view(runId);
    return buildReport(run, run.incidentId === null ? null : await this.view(run.incidentId));
  }

  private async withRuns(record: IncidentRecord): Promise<IncidentView> {
    return { ...record, runs: await this.runs.list({ incidentId: record.id, limit: MAX_RUNS_SHOWN }) };
  }
}
