import { z } from 'zod';
import type { AccessQuestion, Reading } from './cluster.js';
import type { Connection } from './connection.js';

const review = z.looseObject({ status: z.looseObject({ allowed: z.boolean() }) });

/** Asks the API server what the identity of this connection may do. Changes nothing, whoever asks. */
export async function reviewAccess(connection: Connection, question: AccessQuestion, signal?: AbortSignal): Promise<Reading<boolean>> {
  const { verb, group, resource, subresource, name, namespace } = question;
  const resourceAttributes = {
    verb,
    group,
    resource,
    ...(subresource !== null && { subresource }),
    ...(name !== null && { name }),
    ...(namespace !== null && { namespace }),
  };
  const body = { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectAccessReview', metadata: {}, spec: { resourceAttributes } };
  const path = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';
  const { value, observedAt } = await connection.json({ method: 'POST', path, contentType: 'application/json', body }, signal);
  return { value: review.parse(value).status.allowed, observedAt };
}
