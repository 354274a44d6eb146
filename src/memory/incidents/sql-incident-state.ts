import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { IncidentState } from '../../dag-scheduler/index.js';
import { rowOf } from '../sql.js';

@Injectable()
export class SqlIncidentState extends IncidentState {
  constructor(private readonly dataSource: DataSource) {
    super();
  }

  /** Firing while any alert of the incident is: what its source last told of each. */
  async alertState(incidentId: string): Promise<'firing' | 'resolved' | 'unknown'> {
    const states = "select bool_or(status <> 'resolved') as firing from incident_alerts where incident_id::text = $1";
    const firing = (await rowOf<{ firing: boolean | null }>(this.dataSource, states, [incidentId]))?.firing ?? null;
    if (firing === null) return 'unknown';
    return firing ? 'firing' : 'resolved';
  }
}
