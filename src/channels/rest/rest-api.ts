import { applyDecorators, Controller, UseGuards, UseInterceptors, UsePipes } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import { ApiGuard } from '../../gates/index.js';
import { readBody } from './read-body.pipe.js';
import { RedactInterceptor } from './redact.interceptor.js';

/** A controller under /api/v1: guarded, its bodies read by schema, its answers redacted. */
export function RestApi(path: string, tag: string): ClassDecorator {
  return applyDecorators(
    Controller(`api/v1/${path}`),
    UseGuards(ApiGuard),
    UsePipes(readBody),
    UseInterceptors(RedactInterceptor),
    ApiTags(tag),
    ApiBearerAuth(),
  );
}
