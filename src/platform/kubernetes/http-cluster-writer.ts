import { ClusterWriter } from './cluster.js';
import { reviewAccess } from './access-review.js';
import type { AccessQuestion, KubernetesObject, Reading, WriteRequest } from './cluster.js';
import type { Connection } from './connection.js';

/** Changes a cluster over its HTTP API, with the actor's identity. */
export class HttpClusterWriter extends ClusterWriter {
  constructor(private readonly connection: Connection) {
    super();
  }

  get cluster(): string {
    return this.connection.cluster;
  }

  async send(request: WriteRequest, { dryRun }: { readonly dryRun: boolean }, signal?: AbortSignal): Promise<KubernetesObject> {
    const { method, contentType, body } = request;
    const path = dryRun ? `${request.path}${request.path.includes('?') ? '&' : '?'}dryRun=All` : request.path;
    const { value } = await this.connection.json(
      { method, path, contentType, body: dryRun && method === 'DELETE' ? tried(body) : body },
      signal,
    );
    return value as KubernetesObject;
  }

  mayI(question: AccessQuestion, signal?: AbortSignal): Promise<Reading<boolean>> {
    return reviewAccess(this.connection, question, signal);
  }
}

/** A DELETE with a body takes its options from there alone: the API server does not look at the query, and would delete. */
function tried(body: unknown): unknown {
  const options = typeof body === 'object' && body !== null ? body : { apiVersion: 'v1', kind: 'DeleteOptions' };
  return { ...options, dryRun: ['All'] };
}
