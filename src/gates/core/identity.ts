export const ROLES = ['viewer', 'responder', 'approver', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** Who is acting. On keyless loopback this is the person `local` with the role admin. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly via: 'loopback' | 'api-key' | 'oidc' | 'teams' | 'cli' | 'demo';
}

/** A higher role may do all that a lower one may. */
export function hasRole(person: Pick<Person, 'role'>, needed: Role): boolean {
  return ROLES.indexOf(person.role) >= ROLES.indexOf(needed);
}
