import { Injectable } from '@nestjs/common';
import { Runs } from '../dag-scheduler/index.js';
import type { RunView } from '../dag-scheduler/index.js';
import { IncidentFile, OutboxSendings } from '../incidents/index.js';
import type { ClaimedEntry, Sending } from '../incidents/index.js';
import { assertNever, sentenceOf, TerminalError } from '../platform/errors.js';
import { about, logger } from '../platform/logger.js';
import { redact, redactDeep } from '../platform/redact.js';
import { BusyError } from './busy-error.js';
import type { Channel, Message } from './channel.js';

/** A sender that dies holds its entry no longer than this; sending itself is cut off well before. */
const LEASE_MS = 60_000;
const SEND_WITHIN_MS = 20_000;
/** Of each result, for a card. */
const MOST_ROWS = 20;
const FIRST_DELAY_MS = 1_000;
const LONGEST_DELAY_MS = 5 * 60_000;

/** Says the next thing a channel has to say. What fails for now is tried again for ever; what is refused for good is parked, shown and passed. */
@Injectable()
export class OutboxSender {
  constructor(
    private readonly sendings: OutboxSendings,
    private readonly file: IncidentFile,
    private readonly runs: Runs,
  ) {}

  /** @returns false where nothing is due. */
  async sendNext(channel: Channel, signal: AbortSignal): Promise<boolean> {
    const { name, cardGapMs, kinds } = channel;
    const entry = await this.sendings.claim(name, { leaseMs: LEASE_MS, cardGapMs, kinds });
    if (entry === null) return false;
    await about({ incidentId: entry.incidentId }, async () => {
      await this.sendings.settle(entry, await this.say(channel, entry, signal));
    });
    return true;
  }

  private async say(channel: Channel, entry: ClaimedEntry, signal: AbortSignal): Promise<Sending> {
    let rendered: unknown = null;
    try {
      const message = await this.messageOf(entry);
      rendered = redactDeep(channel.render(message));
      if (rendered === null) return { status: 'passed' };
      if (channel.send === null) return { status: 'kept', rendered };
      await channel.send(rendered, message, AbortSignal.any([signal, AbortSignal.timeout(SEND_WITHIN_MS)]));
      return { status: 'sent', rendered };
    } catch (error) {
      return this.failed(channel, entry, rendered, error);
    }
  }

  /** Only our own TerminalError and a renderer that stumbles are final: everything else (the network, our database) may pass. */
  private failed(channel: Channel, entry: ClaimedEntry, rendered: unknown, error: unknown): Sending {
    const why = redact(sentenceOf(error));
    logger.warn({ channel: channel.name, number: entry.number, attempt: entry.attempt, because: why }, 'a message could not be sent');
    if (error instanceof TerminalError || error instanceof TypeError || error instanceof RangeError)
      return { status: 'parked', rendered, why };
    const wanted = error instanceof BusyError ? error.retryAfterMs : null;
    return { status: 'later', why, delayMs: wanted ?? Math.min(FIRST_DELAY_MS * 2 ** (entry.attempt - 1), LONGEST_DELAY_MS) };
  }

  private async messageOf({ incidentId, saying }: ClaimedEntry): Promise<Message> {
    const incident = await this.file.view(incidentId);
    switch (saying.kind) {
      case 'card':
        return { kind: 'card', incident, run: await this.runOf(saying.runId) };
      case 'note':
        return { kind: 'note', incident, run: await this.runOf(saying.runId), text: saying.text };
      case 'question':
        return { kind: 'question', incident, run: await this.runs.view(saying.runId, MOST_ROWS), question: saying.question };
      case 'approval':
        return { kind: 'approval', incident, run: await this.runs.view(saying.runId, MOST_ROWS), approval: saying.approval };
      case 'report':
        return { kind: 'report', incident, run: await this.runs.view(saying.runId, MOST_ROWS), report: saying.report };
      default:
        return assertNever(saying);
    }
  }

  private runOf(runId: string | null): Promise<RunView | null> {
    return runId === null ? Promise.resolve(null) : this.runs.view(runId, MOST_ROWS);
  }
}
