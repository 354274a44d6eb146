import type { Cell, QueryLanguage, QueryTemplate, ResultTable } from '../tsg-parser/index.js';

/** A parameter's value with where it came from: "alert label namespace", "step s3, row 1", "person ada@example.org", "guide default". */
export interface BoundValue {
  readonly value: Cell;
  readonly source: string;
}

export type BoundValues = Readonly<Record<string, BoundValue>>;

export interface PrepareContext {
  readonly values: BoundValues;
  /** The instant the query is about; "now" for a live alert. Sources that can, answer as of then. */
  readonly at: Date;
  /** True where `at` lies in the past and is meant: sources that can, answer as of then, not as of their own now. */
  readonly replay?: boolean;
  /** Name of the cluster in periplus.yaml the incident is on. */
  readonly cluster: string;
  /** What the steps before and the queries above it brought back, oldest first. Only an analysis looks at them. */
  readonly results?: readonly QueryResult[];
}

/** A query with its values bound, ready to be asked. JSON throughout: it is stored before it is sent. */
export interface PreparedQuery {
  readonly queryId: string;
  readonly language: QueryLanguage;
  /** The plugin's name, `kubernetes`, `prometheus`, …: the registry finds it again by this. */
  readonly plugin: string;
  /** The named source or cluster it goes to. */
  readonly source: string;
  /** What a person is shown: the query with its values filled in. Never parsed again. */
  readonly rendered: string;
  /** The typed request, opaque outside its plugin. */
  readonly request: unknown;
  readonly mutating: boolean;
  /** False for live-only sources: the answer is about now, whatever `at` says. */
  readonly replayable: boolean;
  readonly binds: readonly string[];
  /** How long the query itself waits for something to come about (`rollout status --timeout=10m`), besides the step's time-out. */
  readonly waitsMs?: number;
}

export type Preparation =
  | { readonly kind: 'prepared'; readonly query: PreparedQuery }
  | { readonly kind: 'missing'; readonly parameters: readonly string[] }
  /** Nobody can carry it out in code: a person gets the rendered command and can paste its output. */
  | { readonly kind: 'by-hand'; readonly rendered: string; readonly reason: string }
  | { readonly kind: 'refused'; readonly reason: string; readonly hint: string | null };

export interface QueryResult extends ResultTable {
  readonly queryId: string;
  readonly plugin: string;
  readonly source: string;
  readonly rendered: string;
  /** Rows or bytes beyond the cap were left out. */
  readonly truncated: boolean;
  readonly tookMs: number;
  /** One line for a card: "3 rows: orders 0/1 CrashLoopBackOff (7 restarts) …". At most 200 characters. */
  readonly summary: string;
  /** Values for `binds`. */
  readonly bound: BoundValues;
}

/** The object a mutation is about, pinned to what was read: a recreated object of the same name is another one. */
export interface MutationTarget {
  readonly cluster: string;
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string | null;
  readonly name: string;
  readonly uid: string;
  readonly resourceVersion: string;
}

/** One literal request, as it will be sent. */
export interface LiteralRequest {
  readonly method: 'PATCH' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly contentType: string;
  readonly body: unknown;
}

/**
 * A mutation, fully worked out and not yet sent: what the approver sees and what promise 2 commits before sending.
 * `precondition` is the JSON of the fields the approval rests on; they are compared again before sending.
 */
export interface MutationProposal {
  readonly queryId: string;
  readonly plugin: string;
  /** `scale`, `rollout undo`, `set env`, `patch`, `delete`, … */
  readonly verb: string;
  readonly target: MutationTarget;
  readonly request: LiteralRequest;
  readonly rendered: string;
  readonly precondition: unknown;
  /** What the object will look like where it changes: "replicas: 0 → 1". */
  readonly changes: readonly string[];
  readonly dryRun: { readonly accepted: boolean; readonly message: string };
  /** Derived from the captured prior state; null: NO KNOWN ROLLBACK. */
  readonly rollback: { readonly rendered: string; readonly request: LiteralRequest } | null;
  /** Who will change it back: "HorizontalPodAutoscaler catalogue", "Argo CD application shop"; empty: nobody found. */
  readonly controllers: readonly string[];
  /** False for verbs that take no resourceVersion precondition: sent at most once. */
  readonly repeatable: boolean;
}

export type MutationState =
  /** The intended state is there. */
  | { readonly kind: 'applied'; readonly detail: string }
  /** Not applied, and the approved fields are as they were: `proposal` is fresh (new resourceVersion). */
  | { readonly kind: 'unchanged'; readonly proposal: MutationProposal }
  /** Somebody changed what the approval rested on. */
  | { readonly kind: 'changed'; readonly detail: string };

/**
 * A Query Preparation Plugin: a value built by a function and listed in `plugins.ts`.
 * `prepare` is pure; `run` reads and never changes anything.
 */
export interface QueryPlugin {
  readonly name: string;
  readonly languages: readonly QueryLanguage[];
  prepare(template: QueryTemplate, context: PrepareContext): Preparation;
  /** What the place this query goes to is called, the narrowest first: its source or cluster, then the kind of it. Query files name it. */
  places?(template: QueryTemplate, context: PrepareContext): readonly string[];
  /** @throws TransientError or TerminalError with a sentence for a person. */
  run(query: PreparedQuery, signal: AbortSignal): Promise<QueryResult>;
  /** Only where the plugin can change things. */
  readonly mutations?: MutationPlugin;
}

export interface MutationPlugin {
  /** Reads the object, works out the literal request, its server-side dry run and its undo. Changes nothing. */
  propose(query: PreparedQuery, signal: AbortSignal): Promise<MutationProposal>;
  /** Sends the literal request once. A 409 is a TransientError with code `conflict`. */
  apply(proposal: MutationProposal, signal: AbortSignal): Promise<{ readonly detail: string }>;
  /** Reads the object and says where it stands relative to the proposal (after a crash, a 409, or to verify). */
  inspect(proposal: MutationProposal, signal: AbortSignal): Promise<MutationState>;
}
