import { HttpMethod, RequestContext } from '@kubernetes/client-node';
import type { KubeConfig } from '@kubernetes/client-node';
import { fetch } from 'undici';
import { PeriplusError, TerminalError } from '../errors.js';
import { errorOfFailure, errorOfStatus } from './answer-errors.js';
import type { Address } from './answer-errors.js';
import type { Identity } from './identity.js';
import { kubeConfigOf } from './identity.js';
import type { Throttle } from './throttle.js';

export interface ApiRequest {
  readonly method: 'GET' | 'PATCH' | 'POST' | 'PUT' | 'DELETE';
  /** Below the server's root, query string included. */
  readonly path: string;
  readonly accept?: string;
  readonly contentType?: string;
  readonly body?: unknown;
}

export interface ApiAnswer {
  readonly text: string;
  /** The API server's clock, ISO 8601. */
  readonly observedAt: string;
}

const TIMEOUT_MS = 15_000;
const MAX_ANSWER_BYTES = 64 * 1024 * 1024;

/** One identity's way to one cluster: the client library's authentication, our limits, time-outs and sentences. */
export class Connection {
  private config: KubeConfig | null = null;

  constructor(
    readonly cluster: string,
    private readonly identity: Identity,
    private readonly throttle: Throttle,
    private readonly timeoutMs: number = TIMEOUT_MS,
  ) {}

  /** @throws TransientError or TerminalError whose sentence names the cluster and its address */
  async request(request: ApiRequest, signal?: AbortSignal): Promise<ApiAnswer> {
    const config = this.kubeConfig();
    const at = { cluster: this.cluster, server: config.getCurrentCluster()?.server ?? 'no address' };
    const deadline = AbortSignal.timeout(this.timeoutMs);
    const either = signal === undefined ? deadline : AbortSignal.any([signal, deadline]);
    try {
      return await this.throttle.run(() => this.send(config, request, at, either), either);
    } catch (error) {
      if (error instanceof PeriplusError) throw error;
      throw errorOfFailure(error, at, signal, this.timeoutMs);
    }
  }

  /** As `request`, with the answer read as JSON. */
  async json(request: ApiRequest, signal?: AbortSignal): Promise<{ readonly value: unknown; readonly observedAt: string }> {
    const { text, observedAt } = await this.request(request, signal);
    try {
      return { value: JSON.parse(text) as unknown, observedAt };
    } catch (cause) {
      const server = this.kubeConfig().getCurrentCluster()?.server ?? 'no address';
      throw new TerminalError(
        'not-kubernetes',
        `Cluster ${this.cluster} (${server}) did not answer with JSON: it is not a Kubernetes API.`,
        {
          cause,
          hint: `Check the address of clusters.${this.cluster} in periplus.yaml.`,
        },
      );
    }
  }

  private async send(config: KubeConfig, request: ApiRequest, at: Address, signal: AbortSignal): Promise<ApiAnswer> {
    const url = `${at.server}${request.path}`;
    const context = new RequestContext(url, HttpMethod[request.method]);
    await config.applySecurityAuthentication(context);
    const dispatcher = context.getDispatcher();
    const response = await fetch(url, {
      method: request.method,
      headers: {
        ...context.getHeaders(),
        accept: request.accept ?? 'application/json',
        'user-agent': 'periplus',
        ...(request.contentType !== undefined && { 'content-type': request.contentType }),
      },
      ...(request.body !== undefined && { body: JSON.stringify(request.body) }),
      ...(dispatcher !== undefined && { dispatcher }),
      redirect: 'error',
      signal,
    });
    const text = await readCapped(response.body as AsyncIterable<Uint8Array> | null, at);
    if (response.status === 401) this.config = null; // a rotated token is read again next time
    if (!response.ok) throw errorOfStatus(response.status, text, at);
    return { text, observedAt: instantOf(response.headers.get('date')) };
  }

  private kubeConfig(): KubeConfig {
    this.config ??= kubeConfigOf(this.cluster, this.identity);
    return this.config;
  }
}

async function readCapped(body: AsyncIterable<Uint8Array> | null, at: Address): Promise<string> {
  if (body === null) return '';
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > MAX_ANSWER_BYTES) {
      throw new TerminalError('answer-too-large', `Cluster ${at.cluster} (${at.server}) answered with more than 64 MB.`, {
        hint: 'Narrow the query down: a namespace, a label selector, a name.',
      });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function instantOf(date: string | null): string {
  const at = date === null ? Number.NaN : Date.parse(date);
  return new Date(Number.isNaN(at) ? Date.now() : at).toISOString();
}
