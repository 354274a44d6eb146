/** What the API answers instead of an object: `kind: Status`, as kubectl and every client library expect it. */
export interface Status {
  readonly kind: 'Status';
  readonly apiVersion: 'v1';
  readonly metadata: Readonly<Record<string, never>>;
  readonly status: 'Failure';
  readonly message: string;
  readonly reason: string;
  readonly details?: StatusDetails;
  readonly code: number;
}

export interface StatusDetails {
  readonly name?: string;
  readonly group?: string;
  readonly kind?: string;
  readonly uid?: string;
  readonly causes?: readonly { readonly reason?: string; readonly message: string; readonly field?: string }[];
  readonly retryAfterSeconds?: number;
}

interface ResourceName {
  readonly group: string;
  readonly plural: string;
}

/** A refusal by the API, with the code, reason and sentence of the true API server. */
export class StatusError extends Error {
  constructor(
    readonly code: number,
    readonly reason: string,
    message: string,
    readonly details?: StatusDetails,
  ) {
    super(message);
  }

  toStatus(): Status {
    return {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: this.message,
      reason: this.reason,
      ...(this.details === undefined ? {} : { details: this.details }),
      code: this.code,
    };
  }

  static notFound(resource: ResourceName, name: string): StatusError {
    return new StatusError(404, 'NotFound', `${nameOf(resource)} "${name}" not found`, detailsOf(resource, name));
  }

  static alreadyExists(resource: ResourceName, name: string): StatusError {
    return new StatusError(409, 'AlreadyExists', `${nameOf(resource)} "${name}" already exists`, detailsOf(resource, name));
  }

  static conflict(resource: ResourceName, name: string, why: string): StatusError {
    return new StatusError(
      409,
      'Conflict',
      `Operation cannot be fulfilled on ${nameOf(resource)} "${name}": ${why}`,
      detailsOf(resource, name),
    );
  }

  static badRequest(message: string): StatusError {
    return new StatusError(400, 'BadRequest', message);
  }

  static invalid(kind: string, group: string, name: string, field: string, message: string, cause = 'FieldValueInvalid'): StatusError {
    const qualified = group === '' ? kind : `${kind}.${group}`;
    return new StatusError(422, 'Invalid', `${qualified} "${name}" is invalid: ${field}: ${message}`, {
      name,
      ...(group === '' ? {} : { group }),
      kind,
      causes: [{ reason: cause, message, field }],
    });
  }
}

function nameOf(resource: ResourceName): string {
  return resource.group === '' ? resource.plural : `${resource.plural}.${resource.group}`;
}

function detailsOf(resource: ResourceName, name: string): StatusDetails {
  return { name, ...(resource.group === '' ? {} : { group: resource.group }), kind: resource.plural };
}
