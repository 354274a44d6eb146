import type { JsonPathTemplate } from '../output/json-path.js';

/**
 * A kubectl command as typed values. Strings may hold holes as marks until the command is filled; its shape never
 * changes by filling. JSON throughout.
 */
export type Command = ReadCommand | ChangeCommand;

export type ReadCommand =
  | GetCommand
  | DescribeCommand
  | LogsCommand
  | TopCommand
  | RolloutStatusCommand
  | RolloutHistoryCommand
  | WaitCommand
  | CanICommand
  | AboutCommand;

/** Where a command looks. A null namespace is the incident's. */
export interface Scope {
  readonly namespace: string | null;
  readonly allNamespaces: boolean;
}

export interface ObjectReference {
  /** As written: `pod`, `po`, `deployment.apps`, a custom resource's name. */
  readonly type: string;
  readonly name: string;
}

/** Which objects: types with selectors, or single objects by name. */
export interface Selection {
  /** Types to list; empty where objects are named. */
  readonly types: readonly string[];
  readonly objects: readonly ObjectReference[];
  readonly labelSelector: string | null;
  readonly fieldSelector: string | null;
}

export interface GetCommand extends Scope {
  readonly verb: 'get';
  readonly selection: Selection;
  readonly output: Output;
  readonly sortBy: JsonPathTemplate | null;
  readonly noHeaders: boolean;
  readonly showLabels: boolean;
  readonly labelColumns: readonly string[];
  readonly ignoreNotFound: boolean;
}

export type Output =
  | { readonly kind: 'table'; readonly wide: boolean }
  | { readonly kind: 'json' | 'yaml' | 'name' }
  | { readonly kind: 'jsonpath'; readonly template: JsonPathTemplate; readonly asJson: boolean }
  | { readonly kind: 'custom-columns'; readonly columns: readonly { readonly header: string; readonly path: JsonPathTemplate }[] };

export interface DescribeCommand extends Scope {
  readonly verb: 'describe';
  readonly selection: Selection;
}

export interface LogsCommand extends Scope {
  readonly verb: 'logs';
  /** Null where a selector says which pods. */
  readonly target: ObjectReference | null;
  readonly labelSelector: string | null;
  readonly container: string | null;
  readonly allContainers: boolean;
  readonly tail: string | null;
  /** A duration: `10m`. */
  readonly since: string | null;
  readonly previous: boolean;
  readonly timestamps: boolean;
  readonly prefix: boolean;
}

export interface TopCommand extends Scope {
  readonly verb: 'top';
  readonly of: 'pods' | 'nodes';
  readonly name: string | null;
  readonly labelSelector: string | null;
  readonly containers: boolean;
  readonly sortBy: 'cpu' | 'memory' | null;
  readonly noHeaders: boolean;
}

export interface RolloutStatusCommand extends Scope {
  readonly verb: 'rollout status';
  readonly target: ObjectReference;
  readonly watch: boolean;
  /** A duration: `10m`; null: as long as the step allows. */
  readonly timeout: string | null;
}

export interface RolloutHistoryCommand extends Scope {
  readonly verb: 'rollout history';
  readonly target: ObjectReference;
  readonly revision: string | null;
}

export interface WaitCommand extends Scope {
  readonly verb: 'wait';
  readonly selection: Selection;
  readonly until: { readonly kind: 'condition'; readonly type: string; readonly status: string } | { readonly kind: 'delete' };
  readonly timeout: string | null;
}

export interface CanICommand extends Scope {
  readonly verb: 'auth can-i';
  readonly action: string;
  readonly resource: ObjectReference | null;
  readonly type: string | null;
  readonly subresource: string | null;
}

/** Commands about the server rather than its objects. */
export interface AboutCommand extends Scope {
  readonly verb: 'about';
  readonly of: 'version' | 'cluster-info' | 'api-resources';
}

export type ChangeCommand =
  | ScaleCommand
  | RestartCommand
  | UndoCommand
  | PauseCommand
  | SetEnvironmentCommand
  | SetImageCommand
  | SetResourcesCommand
  | PatchCommand
  | SetMetadataCommand
  | DeleteCommand
  | CordonCommand
  | DrainCommand;

/** What is changed: one object by name, or whatever one object a selector finds. */
export interface Target {
  readonly type: string;
  readonly name: string | null;
  readonly labelSelector: string | null;
}

interface Change extends Scope {
  readonly target: Target;
}

export interface ScaleCommand extends Change {
  readonly verb: 'scale';
  readonly replicas: string;
  readonly currentReplicas: string | null;
}

export interface RestartCommand extends Change {
  readonly verb: 'rollout restart';
}

export interface UndoCommand extends Change {
  readonly verb: 'rollout undo';
  /** Null: the one before. */
  readonly toRevision: string | null;
}

export interface PauseCommand extends Change {
  readonly verb: 'rollout pause' | 'rollout resume';
}

/** A key with its new value; null removes it. */
export interface Assignment {
  readonly key: string;
  readonly value: string | null;
}

export interface SetEnvironmentCommand extends Change {
  readonly verb: 'set env';
  readonly container: string | null;
  readonly assignments: readonly Assignment[];
}

export interface SetImageCommand extends Change {
  readonly verb: 'set image';
  readonly images: readonly { readonly container: string; readonly image: string }[];
}

export interface SetResourcesCommand extends Change {
  readonly verb: 'set resources';
  readonly container: string | null;
  readonly limits: readonly Assignment[];
  readonly requests: readonly Assignment[];
}

export interface PatchCommand extends Change {
  readonly verb: 'patch';
  readonly strategy: 'strategic' | 'merge' | 'json';
  /** The parsed patch; strings in it may hold holes. */
  readonly patch: unknown;
  readonly subresource: string | null;
}

export interface SetMetadataCommand extends Change {
  readonly verb: 'annotate' | 'label';
  readonly assignments: readonly Assignment[];
  readonly overwrite: boolean;
}

export interface DeleteCommand extends Change {
  readonly verb: 'delete';
  readonly graceSeconds: string | null;
}

export interface CordonCommand extends Change {
  readonly verb: 'cordon' | 'uncordon';
}

export interface DrainCommand extends Change {
  readonly verb: 'drain';
  readonly ignoreDaemonSets: boolean;
  readonly deleteEmptyDirData: boolean;
  readonly force: boolean;
  readonly graceSeconds: string | null;
}
