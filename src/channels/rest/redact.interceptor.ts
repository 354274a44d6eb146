import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import { Injectable } from '@nestjs/common';
import { map } from 'rxjs';
import type { Observable } from 'rxjs';
import { redactDeep } from '../../platform/redact.js';

/** Masks what looks like a secret in whatever the API answers. */
@Injectable()
export class RedactInterceptor implements NestInterceptor {
  intercept(_context: ExecutionContext, next: CallHandler<unknown>): Observable<unknown> {
    return next.handle().pipe(map(redactDeep));
  }
}
