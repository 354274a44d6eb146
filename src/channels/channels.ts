import type { Config } from '../platform/config.js';
import type { AlertSource } from './alert-source.js';
import { alertmanagerSource } from './alertmanager/alertmanager.source.js';
import type { Channel } from './channel.js';
import { clientOf } from './pagerduty/pagerduty.config.js';
import { pagerDutyNotes } from './pagerduty/pagerduty.notes.js';
import { pagerDutySource } from './pagerduty/pagerduty.source.js';
import { teamsChannel } from './teams/teams.channel.js';

/** Every way in. Adding one is a folder and a line here. */
export function alertSourcesOf(config: Config): readonly AlertSource[] {
  return [pagerDutySource(clientOf(config)), alertmanagerSource('alertmanager'), alertmanagerSource('grafana')];
}

/** Every way out. Adding a chat is a folder and a line here. */
export function channelsOf(config: Config): readonly Channel[] {
  const pagerDuty = clientOf(config);
  const canWriteNotes = pagerDuty !== null && config.pagerduty.fromEmail !== undefined;
  return [teamsChannel(config), ...(canWriteNotes ? [pagerDutyNotes(pagerDuty)] : [])];
}
