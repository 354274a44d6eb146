import { isSlip } from '../../../platform/slips.js';
import { readDeclarations } from '../passes/read-parameters.js';
import type { PlanParameter } from '../plan.js';
import type { Subject } from './subject.js';

/** What the guide declares, in its text and in its front matter. A list none of whose names fills a hole is of other things. */
export function declaredParameters({ parts, queries }: Subject): readonly PlanParameter[] {
  const holes = new Set(queries.flatMap(({ query }) => query.parameters));
  const declared = readDeclarations(parts.document.root);
  const announced = declared.filter(({ titled }) => !titled);
  const counts = announced.some(({ parameter }) => holes.has(parameter.name));
  return [...declared.filter(({ titled }) => titled || counts).map(({ parameter }) => parameter), ...parts.reading.frontMatter.parameters];
}

/** Letters and digits alone: `pod_name`, `PodName` and `pod-name` are one. */
export function plainName(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}

const SHORT: Readonly<Record<string, string>> = {
  ns: 'namespace',
  svc: 'service',
  deploy: 'deployment',
  sts: 'statefulset',
  db: 'database',
  datname: 'database',
  dbname: 'database',
  env: 'environment',
  pvc: 'persistentvolumeclaim',
  crt: 'certificate',
  cert: 'certificate',
};

/** What a name stands for, whatever its spelling: `ns`, `NAMESPACE_NAME` and `your-namespace` are the namespace. */
export function meaningOf(name: string): string {
  const bare = plainName(name).replace(/^(?:your|my|the)(?=\w{3})/, '');
  const word = SHORT[bare] ?? (bare.length > 5 ? bare.replace(/name$/, '') : bare);
  return SHORT[word] ?? word;
}

/** The declared parameter that a hole of another name seems to mean: another spelling of it, or a slip of the finger. */
export function twinOf(name: string, declared: readonly PlanParameter[]): string | null {
  if (declared.some((parameter) => parameter.name === name)) return null;
  const spelt = declared.find((parameter) => meaningOf(parameter.name) === meaningOf(name));
  const slipped = declared.find((parameter) => plainName(name).length >= 5 && isSlip(plainName(name), plainName(parameter.name)));
  return (spelt ?? slipped)?.name ?? null;
}

/** The line of a query on which a name first occurs. */
export function lineOfName(query: { readonly text: string; readonly lines: readonly [number, number] }, name: string): number {
  const index = query.text.split('\n').findIndex((line) => line.includes(name));
  return Math.min(query.lines[0] + Math.max(0, index), query.lines[1]);
}
