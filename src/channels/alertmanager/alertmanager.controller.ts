import { BadRequestException, Controller, Headers, HttpCode, Inject, Post, Req, UnauthorizedException, UseFilters } from '@nestjs/common';
import type { RawBodyRequest } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { Inbox } from '../inbox.service.js';
import { readJson } from '../read-json.js';
import { RetryAfterFilter } from '../retry-after.filter.js';
import { toDeliveries } from './to-deliveries.js';

/** Nest's token for the bearer token that both webhooks need; null where none is configured. */
export const ALERTMANAGER_TOKEN = Symbol('AlertmanagerToken');

interface Receipt {
  readonly accepted: number;
  readonly duplicates: number;
}

/** Webhooks of Alertmanager and Grafana, with `Authorization: Bearer <token>`: they sign nothing. They try again on 5xx only. */
@ApiExcludeController()
@Controller('webhooks')
@UseFilters(RetryAfterFilter)
export class AlertmanagerController {
  constructor(
    private readonly inbox: Inbox,
    @Inject(ALERTMANAGER_TOKEN) private readonly token: string | null,
  ) {}

  @Post('alertmanager')
  @HttpCode(202)
  alertmanager(
    @Req() request: RawBodyRequest<IncomingMessage>,
    @Headers('authorization') authorization: string | undefined,
  ): Promise<Receipt> {
    return this.receive('alertmanager', request.rawBody, authorization);
  }

  @Post('grafana')
  @HttpCode(202)
  grafana(@Req() request: RawBodyRequest<IncomingMessage>, @Headers('authorization') authorization: string | undefined): Promise<Receipt> {
    return this.receive('grafana', request.rawBody, authorization);
  }

  private async receive(
    source: 'alertmanager' | 'grafana',
    rawBody: Buffer | undefined,
    authorization: string | undefined,
  ): Promise<Receipt> {
    this.refuseStranger(authorization);
    const deliveries = toDeliveries(source, readJson(rawBody));
    if (deliveries === null) {
      throw new BadRequestException(
        `This is not ${source}'s webhook message: it has no list "alerts". If its payload was replaced by a template, restore the default.`,
      );
    }
    const kept = await this.inbox.keep(deliveries);
    return { accepted: kept, duplicates: deliveries.length - kept };
  }

  private refuseStranger(authorization: string | undefined): void {
    if (this.token === null)
      throw new UnauthorizedException('No token is configured for this webhook: set alertmanager.token in periplus.yaml.');
    const presented = /^bearer\s+(\S+)$/iu.exec(authorization?.trim() ?? '')?.[1] ?? '';
    if (!timingSafeEqual(sha256(presented), sha256(this.token))) throw new UnauthorizedException('The bearer token is missing or wrong.');
  }
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text, 'utf8').digest();
}
