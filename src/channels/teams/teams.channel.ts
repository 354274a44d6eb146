import type { Config } from '../../platform/config.js';
import { TerminalError } from '../../platform/errors.js';
import { readCredential } from '../../platform/load-config.js';
import type { Channel } from '../channel.js';
import { renderMessage } from './render-message.js';
import { postToWorkflow } from './workflows.client.js';

/** The flow's limit is by the hour: a state is shown at most this often. */
const CARD_GAP_MS = 15_000;

/** Teams through a Workflows webhook. Without an address the cards are kept and shown in the dashboard. @throws TerminalError at start for an address that cannot work */
export function teamsChannel(config: Pick<Config, 'teams' | 'http'>): Channel {
  const { publicUrl, host, port } = config.http;
  const dashboard = publicUrl ?? `http://${host}:${port}`;
  const { workflowsUrl } = config.teams;
  const url = workflowsUrl === undefined ? null : checkedUrl(readCredential(workflowsUrl));
  return {
    name: 'teams',
    kinds: ['card', 'question', 'approval', 'report', 'note'],
    cardGapMs: url === null ? 0 : CARD_GAP_MS,
    render: (message) => renderMessage(message, dashboard),
    send: url === null ? null : (rendered, _message, signal) => postToWorkflow(url, rendered, signal),
  };
}

/** The address is sent to as it is written: it is itself the secret, and re-encoding breaks its signature. */
function checkedUrl(written: string): string {
  const url = URL.parse(written);
  if (url === null)
    throw new TerminalError('teams-url-invalid', 'teams.workflowsUrl is not an address.', {
      hint: 'Copy it whole from the flow "When a Teams webhook request is received".',
    });
  if (/(?:^|\.)webhook\.office\.com$/iu.test(url.hostname)) {
    throw new TerminalError(
      'teams-url-retired',
      'teams.workflowsUrl is the address of an Office 365 connector, and those were retired in 2026.',
      {
        hint: 'In Teams, create the workflow "When a Teams webhook request is received" and use its address.',
      },
    );
  }
  if (url.protocol !== 'https:' && !['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname)) {
    throw new TerminalError('teams-url-invalid', 'teams.workflowsUrl must begin with https://.');
  }
  return written;
}
