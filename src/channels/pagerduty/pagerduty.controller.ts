import { Controller, Headers, HttpCode, Inject, Post, Req, UnauthorizedException, UseFilters } from '@nestjs/common';
import type { OnModuleInit, RawBodyRequest } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Delivery } from '../../incidents/index.js';
import { logger } from '../../platform/logger.js';
import { Inbox } from '../inbox.service.js';
import { readJson } from '../read-json.js';
import { RetryAfterFilter } from '../retry-after.filter.js';
import { PAGERDUTY_SECRETS } from './pagerduty.config.js';
import { isSignedBy } from './signature.js';
import { eventOf, incidentIdOf } from './webhook-event.js';

/**
 * PagerDuty V3 webhooks. A 4xx other than 429 makes PagerDuty drop the message and, after three, the subscription: so only an
 * unsigned message or one that is no JSON gets one; a message of an unknown shape is kept and ignored.
 */
@ApiExcludeController()
@Controller('webhooks/pagerduty')
@UseFilters(RetryAfterFilter)
export class PagerDutyController implements OnModuleInit {
  constructor(
    private readonly inbox: Inbox,
    @Inject(PAGERDUTY_SECRETS) private readonly secrets: readonly string[],
  ) {}

  onModuleInit(): void {
    if (this.secrets.length === 0)
      logger.warn('PagerDuty webhooks are refused: no signing secret is configured (pagerduty.secrets, PAGERDUTY_WEBHOOK_SECRET)');
  }

  @Post()
  @HttpCode(202)
  async receive(
    @Req() request: RawBodyRequest<IncomingMessage>,
    @Headers('x-pagerduty-signature') signature: string | undefined,
    @Headers('x-webhook-id') webhookId: string | undefined,
  ): Promise<{ readonly accepted: boolean; readonly duplicate: boolean }> {
    this.refuseUnsigned(request.rawBody ?? Buffer.alloc(0), signature);
    const body = readJson(request.rawBody);
    const kept = await this.inbox.keep([deliveryOf(body, webhookId)]);
    return { accepted: true, duplicate: kept === 0 };
  }

  private refuseUnsigned(rawBody: Buffer, signature: string | undefined): void {
    if (this.secrets.length === 0)
      throw new UnauthorizedException('No PagerDuty signing secret is configured: set pagerduty.secrets or PAGERDUTY_WEBHOOK_SECRET.');
    if (signature === undefined) throw new UnauthorizedException('The message is not signed: X-PagerDuty-Signature is missing.');
    if (!isSignedBy(rawBody, signature, this.secrets))
      throw new UnauthorizedException('The signature fits none of the configured secrets.');
  }
}

function deliveryOf(body: unknown, webhookId: string | undefined): Delivery {
  const event = eventOf(body);
  const content = createHash('sha256').update(JSON.stringify(body)).digest('hex');
  const eventId = event?.id ?? null;
  return {
    source: 'pagerduty',
    deliveryId: webhookId ?? eventId ?? content,
    eventId,
    orderingKey: `pagerduty:${(event === null ? null : incidentIdOf(event)) ?? eventId ?? content}`,
    eventType: event?.event_type ?? 'unknown',
    body,
  };
}
