import { createParamDecorator, SetMetadata } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import type { Person, Role } from './core/identity.js';

export const NEEDED_ROLE = 'periplus:needed-role';

/** Marks a route or a controller with the least role that may use it. Without it `viewer` suffices. */
export const NeedsRole = (role: Role): MethodDecorator & ClassDecorator => SetMetadata(NEEDED_ROLE, role);

/** A request that ApiGuard has let through. */
export interface IdentifiedRequest {
  person?: Person;
}

/** The person who is calling, as ApiGuard found out: `act(@CurrentPerson() by: Person)`. */
export const CurrentPerson = createParamDecorator((_unused: unknown, context: ExecutionContext): Person => {
  const { person } = context.switchToHttp().getRequest<IdentifiedRequest>();
  if (person === undefined) throw new Error('CurrentPerson needs ApiGuard on its controller.');
  return person;
});
