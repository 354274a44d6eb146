import type { IncidentReport, ReportSentence } from '../../incidents/index.js';
import { TerminalError } from '../../platform/errors.js';
import type { Channel, Message } from '../channel.js';
import { markNote } from './our-note.js';
import type { PagerDutyClient } from './pagerduty.client.js';

interface Note {
  readonly incidentId: string;
  readonly content: string;
}

const MAX_NOTE = 4_000;

/** Writes the report as a note on PagerDuty's incident. Only what came from PagerDuty goes back to it. */
export function pagerDutyNotes(client: PagerDutyClient): Channel {
  return {
    name: 'pagerduty',
    kinds: ['report'],
    cardGapMs: 0,
    render: renderNote,
    send: async (rendered, _message, signal) => {
      if (!isNote(rendered)) throw new TerminalError('note-unreadable', 'The note was not rendered.');
      await client.addNote(rendered.incidentId, rendered.content, signal);
    },
  };
}

function renderNote(message: Message): Note | null {
  const { incident } = message;
  if (message.kind !== 'report' || incident.source !== 'pagerduty' || incident.externalId == null) return null;
  return { incidentId: incident.externalId, content: markNote(textOf(message.report)).slice(0, MAX_NOTE) };
}

function textOf(report: IncidentReport): string {
  const section = (title: string, sentences: readonly ReportSentence[]): string =>
    `${title}: ${sentences
      .slice(0, 5)
      .map(({ sentence }) => sentence)
      .join(' ')}`;
  const lines = [
    `${report.demo ? 'DEMO. ' : ''}${report.title}`,
    section('Cause', report.cause.slice(0, 1)),
    section('Changed', report.changed),
    section('Verified', report.verified),
    section('Not checked', report.notChecked),
  ];
  return lines.join('\n');
}

function isNote(value: unknown): value is Note {
  return typeof value === 'object' && value !== null && 'incidentId' in value && 'content' in value;
}
