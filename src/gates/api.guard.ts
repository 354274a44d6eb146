import { ForbiddenException, Injectable, UnauthorizedException } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { IncomingMessage } from 'node:http';
import { assertNever } from '../platform/errors.js';
import { hasRole } from './core/identity.js';
import type { Person, Role } from './core/identity.js';
import { Identity } from './identity.service.js';
import { NEEDED_ROLE } from './needs-role.js';
import type { IdentifiedRequest } from './needs-role.js';

/** Lets a request through to a controller, or answers 401 or 403 with a sentence. `@UseGuards(ApiGuard)`, `@NeedsRole('approver')`. */
@Injectable()
export class ApiGuard implements CanActivate {
  constructor(
    private readonly identity: Identity,
    private readonly reflector: Reflector,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<IncomingMessage & IdentifiedRequest>();
    const person = await this.personOf(request);
    const needed = this.reflector.getAllAndOverride<Role | undefined>(NEEDED_ROLE, [context.getHandler(), context.getClass()]) ?? 'viewer';
    if (!hasRole(person, needed)) {
      throw new ForbiddenException(`${person.name} is ${person.role}; this needs the role ${needed}.`);
    }
    request.person = person;
    return true;
  }

  private async personOf(request: IncomingMessage): Promise<Person> {
    const { authorization, host, origin } = request.headers;
    const identification = await this.identity.identify({ authorization, host, origin });
    switch (identification.kind) {
      case 'known':
        return identification.person;
      case 'unknown':
        throw new UnauthorizedException(identification.why);
      case 'foreign':
        throw new ForbiddenException(identification.why);
      default:
        return assertNever(identification);
    }
  }
}
