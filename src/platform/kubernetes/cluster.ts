/** An object as the API returned it. */
export interface KubernetesObject {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata: KubernetesMetadata;
  readonly [field: string]: unknown;
}

export interface KubernetesMetadata {
  readonly name: string;
  readonly namespace?: string;
  readonly uid?: string;
  readonly resourceVersion?: string;
  readonly generation?: number;
  readonly creationTimestamp?: string;
  readonly deletionTimestamp?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly ownerReferences?: readonly { readonly kind: string; readonly name: string; readonly uid: string }[];
}

/** A resource type as discovery names it. `group` is '' for the core group. */
export interface ResourceType {
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly kind: string;
  readonly namespaced: boolean;
  readonly shortNames: readonly string[];
}

export interface ListOptions {
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
}

export interface LogOptions {
  readonly container?: string;
  readonly tailLines?: number;
  readonly sinceSeconds?: number;
  readonly limitBytes: number;
  readonly previous?: boolean;
  readonly timestamps?: boolean;
}

/** What a call brought back, with the API server's clock (its `Date` header), ISO 8601. */
export interface Reading<T> {
  readonly value: T;
  readonly observedAt: string;
}

/** What an identity may do, asked of the API server itself. */
export interface AccessQuestion {
  /** `get`, `list`, `patch`, `create`, … */
  readonly verb: string;
  readonly group: string;
  /** Plural: `deployments`. */
  readonly resource: string;
  readonly subresource: string | null;
  readonly name: string | null;
  /** Null: cluster-wide. */
  readonly namespace: string | null;
}

/**
 * Reads one named cluster. Errors: TransientError (unreachable, 429, 5xx, time-out), TerminalError with code
 * `not-found`, `forbidden`, `bad-request`.
 */
export abstract class ClusterReader {
  abstract readonly cluster: string;
  /** Resource types by discovery, cached. */
  abstract resourceTypes(signal?: AbortSignal): Promise<readonly ResourceType[]>;
  abstract list(type: ResourceType, options: ListOptions, signal?: AbortSignal): Promise<Reading<readonly KubernetesObject[]>>;
  /**
   * The list as the API server's own Table (the columns of `kubectl get`, the wide ones with `priority` > 0).
   * Each row's `object` is the whole object.
   */
  abstract table(type: ResourceType, options: ListOptions, signal?: AbortSignal): Promise<Reading<KubernetesTable>>;
  abstract get(type: ResourceType, name: string, namespace: string | null, signal?: AbortSignal): Promise<Reading<KubernetesObject>>;
  abstract log(pod: string, namespace: string, options: LogOptions, signal?: AbortSignal): Promise<Reading<string>>;
  /** A raw GET below the server's root, for metrics.k8s.io and the like. */
  abstract raw(path: string, signal?: AbortSignal): Promise<Reading<unknown>>;
  /** Whether this identity may do it (a SelfSubjectAccessReview, which changes nothing). */
  abstract mayI(question: AccessQuestion, signal?: AbortSignal): Promise<Reading<boolean>>;
}

export interface KubernetesTable {
  readonly columnDefinitions: readonly { readonly name: string; readonly type: string; readonly priority: number }[];
  readonly rows: readonly { readonly cells: readonly unknown[]; readonly object: KubernetesObject }[];
}

export interface WriteRequest {
  readonly method: 'PATCH' | 'POST' | 'PUT' | 'DELETE';
  /** Absolute API path, e.g. /apis/apps/v1/namespaces/sock-shop/deployments/catalogue/scale */
  readonly path: string;
  readonly contentType: string;
  readonly body: unknown;
}

/** Changes one named cluster. A constructor that asks for it shows that its class may. */
export abstract class ClusterWriter {
  abstract readonly cluster: string;
  /**
   * Sends one literal request. `dryRun` adds `dryRun=All`, so that the server validates and changes nothing.
   * Errors as ClusterReader's, and TransientError with code `conflict` on a 409.
   */
  abstract send(request: WriteRequest, options: { readonly dryRun: boolean }, signal?: AbortSignal): Promise<KubernetesObject>;
  /** Whether the actor may do it (a SelfSubjectAccessReview, which changes nothing). */
  abstract mayI(question: AccessQuestion, signal?: AbortSignal): Promise<Reading<boolean>>;
}

/** The configured clusters by name. Unknown name: TerminalError `cluster-unknown` that lists the known ones. */
export abstract class Clusters {
  abstract reader(cluster: string): ClusterReader;
  abstract writer(cluster: string): ClusterWriter;
  abstract names(): readonly string[];
}
