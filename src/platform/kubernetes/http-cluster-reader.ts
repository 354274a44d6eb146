import { z } from 'zod';
import { TerminalError } from '../errors.js';
import { ClusterReader } from './cluster.js';
import { reviewAccess } from './access-review.js';
import type { AccessQuestion, KubernetesObject, KubernetesTable, ListOptions, LogOptions, Reading, ResourceType } from './cluster.js';
import type { Connection } from './connection.js';
import { discover } from './discovery.js';
import { listPath, logPath, resourcePath } from './paths.js';

const PAGE = 500;
const MAX_OBJECTS = 20_000;
const DISCOVERY_MS = 5 * 60_000;
const TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json';

const object = z.looseObject({ metadata: z.looseObject({ name: z.string() }) });
const page = { metadata: z.looseObject({ continue: z.string().nullish() }).default({}) };
const listBody = z.looseObject({
  apiVersion: z.string().optional(),
  kind: z.string().optional(),
  items: z.array(object).nullable(),
  ...page,
});
const tableBody = z.looseObject({
  kind: z.literal('Table'),
  columnDefinitions: z.array(z.looseObject({ name: z.string(), type: z.string(), priority: z.number().default(0) })),
  rows: z.array(z.looseObject({ cells: z.array(z.unknown()), object })).nullish(),
  ...page,
});

interface Page<T> {
  readonly part: T;
  readonly size: number;
  readonly next: string | null;
  readonly observedAt: string;
}

/** Reads a cluster over its HTTP API, with the reader's identity. */
export class HttpClusterReader extends ClusterReader {
  private types: { readonly at: number; readonly found: Promise<readonly ResourceType[]> } | null = null;

  constructor(private readonly connection: Connection) {
    super();
  }

  get cluster(): string {
    return this.connection.cluster;
  }

  /** Shared by everybody who asks meanwhile, so one caller's cancellation does not cancel it. */
  resourceTypes(): Promise<readonly ResourceType[]> {
    const now = Date.now();
    if (this.types === null || now - this.types.at > DISCOVERY_MS) {
      const found = discover(this.connection);
      this.types = { at: now, found };
      found.catch(() => {
        this.types = null;
      });
    }
    return this.types.found;
  }

  async list(type: ResourceType, options: ListOptions, signal?: AbortSignal): Promise<Reading<readonly KubernetesObject[]>> {
    const pages = await this.pages(async (token) => {
      const { value, observedAt } = await this.connection.json({ method: 'GET', path: listPath(type, options, token) }, signal);
      const body = this.parse(listBody, value);
      const items = (body.items ?? []).map((item) => ({ apiVersion: apiVersionOf(type), kind: type.kind, ...item }));
      return { part: items, size: items.length, next: nextOf(body.metadata.continue), observedAt };
    });
    return { value: pages.flatMap(({ part }) => part), observedAt: lastOf(pages).observedAt };
  }

  async table(type: ResourceType, options: ListOptions, signal?: AbortSignal): Promise<Reading<KubernetesTable>> {
    const pages = await this.pages(async (token) => {
      const path = `${listPath(type, options, token)}&includeObject=Object`;
      const { value, observedAt } = await this.connection.json({ method: 'GET', path, accept: TABLE }, signal);
      const body = this.parse(tableBody, value);
      const part = { columnDefinitions: body.columnDefinitions, rows: (body.rows ?? []) as KubernetesTable['rows'] };
      return { part, size: part.rows.length, next: nextOf(body.metadata.continue), observedAt };
    });
    const { part, observedAt } = lastOf(pages);
    return { value: { columnDefinitions: part.columnDefinitions, rows: pages.flatMap((one) => one.part.rows) }, observedAt };
  }

  async get(type: ResourceType, name: string, namespace: string | null, signal?: AbortSignal): Promise<Reading<KubernetesObject>> {
    const path = resourcePath(type, type.namespaced ? namespace : null, name);
    const { value, observedAt } = await this.connection.json({ method: 'GET', path }, signal);
    return { value: this.parse(object, value), observedAt };
  }

  async log(pod: string, namespace: string, options: LogOptions, signal?: AbortSignal): Promise<Reading<string>> {
    const request = { method: 'GET' as const, path: logPath(pod, namespace, options), accept: 'text/plain, */*' };
    const { text, observedAt } = await this.connection.request(request, signal);
    return { value: text, observedAt };
  }

  async raw(path: string, signal?: AbortSignal): Promise<Reading<unknown>> {
    return this.connection.json({ method: 'GET', path }, signal);
  }

  mayI(question: AccessQuestion, signal?: AbortSignal): Promise<Reading<boolean>> {
    return reviewAccess(this.connection, question, signal);
  }

  private async pages<T>(fetchPage: (token: { limit: number; continue: string | null }) => Promise<Page<T>>): Promise<readonly Page<T>[]> {
    const pages = [await fetchPage({ limit: PAGE, continue: null })];
    let total = lastOf(pages).size;
    for (let { next } = lastOf(pages); next !== null && total < MAX_OBJECTS; { next } = lastOf(pages)) {
      const following = await fetchPage({ limit: PAGE, continue: next });
      pages.push(following);
      total += following.size;
    }
    return pages;
  }

  private parse<T>(schema: z.ZodType<T>, value: unknown): T {
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    throw new TerminalError('not-kubernetes', `Cluster ${this.cluster} answered something that is not a Kubernetes object or list.`, {
      cause: parsed.error,
      hint: `Check the address of clusters.${this.cluster} in periplus.yaml.`,
    });
  }
}

function apiVersionOf(type: ResourceType): string {
  return type.group === '' ? type.version : `${type.group}/${type.version}`;
}

function nextOf(token: string | null | undefined): string | null {
  return token === undefined || token === null || token === '' ? null : token;
}

function lastOf<T>(pages: readonly Page<T>[]): Page<T> {
  const last = pages.at(-1);
  if (last === undefined) throw new TerminalError('unreachable', 'A list has at least one page.');
  return last;
}
