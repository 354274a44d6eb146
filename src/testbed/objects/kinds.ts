/** The shapes of the objects that the control plane itself reads. What it only stores stays a KubeObject. */
export type * from './meta.js';
export type * from './pod-kinds.js';
export type * from './workload-kinds.js';
export type * from './network-kinds.js';
export type * from './cluster-kinds.js';
export type * from './chaos-kinds.js';
export type * from './access-kinds.js';
