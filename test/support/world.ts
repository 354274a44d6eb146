import type { MutationProposal, MutationState, PreparedQuery, QueryPlugin, QueryResult } from '../../src/qpp-plugins/index.js';
import { PluginRegistry } from '../../src/qpp-plugins/index.js';
import { TerminalError, TransientError } from '../../src/platform/errors.js';

/** What a query is answered with: lines of text, or what to do about it. */
export type Answer = (query: { readonly text: string; readonly asked: number }, signal: AbortSignal) => string | Promise<string>;

/** The world as the tests make it: readings answer by their text, and changes are kept by the name they set. */
export interface World {
  readonly plugins: PluginRegistry;
  /** Texts of the readings in the order they were asked. */
  readonly asked: string[];
  /** Texts of the changes in the order they arrived. */
  readonly changed: string[];
  /** What has been changed, by name, with a version that grows with each change. */
  readonly objects: Map<string, { value: string; version: number }>;
}

/**
 * A source that answers readings from `answers` (by text; default: "ok"), and carries out changes written `!set name value`.
 */
export function worldOf(answers: Readonly<Record<string, Answer | string>> = {}): World {
  const asked: string[] = [];
  const changed: string[] = [];
  const objects: World['objects'] = new Map();
  const plugin: QueryPlugin = {
    name: 'world',
    languages: ['kubectl'],
    prepare: (template, { values }) => {
      const missing = template.parameters.filter((name) => values[name] === undefined);
      if (missing.length > 0) return { kind: 'missing', parameters: missing };
      const rendered = template.text.replace(/\{(\w+)\}/gu, (_hole, name: string) => String(values[name]?.value));
      return {
        kind: 'prepared',
        query: {
          queryId: template.id,
          language: template.language,
          plugin: 'world',
          source: 'world',
          rendered,
          request: rendered,
          mutating: template.mutating,
          replayable: false,
          binds: template.binds,
        },
      };
    },
    run: async (query, signal) => {
      asked.push(query.rendered);
      const answer = answers[query.rendered] ?? 'ok';
      const count = asked.filter((text) => text === query.rendered).length;
      return resultOf(query, typeof answer === 'string' ? answer : await answer({ text: query.rendered, asked: count }, signal));
    },
    mutations: {
      propose: (query) => Promise.resolve(proposalOf(query, objects.get(query.rendered.split(' ')[1] ?? '') ?? { value: '', version: 1 })),
      apply: (proposal) => {
        const { name, value } = wantedOf(proposal);
        const object = objects.get(name) ?? { value: '', version: 1 };
        if (String(object.version) !== proposal.target.resourceVersion)
          return Promise.reject(new TransientError('conflict', `${name} was changed by somebody else.`));
        objects.set(name, { value, version: object.version + 1 });
        changed.push(proposal.rendered);
        return Promise.resolve({ detail: `${name} is ${value}` });
      },
      inspect: (proposal): Promise<MutationState> => {
        const { name, value } = wantedOf(proposal);
        const object = objects.get(name) ?? { value: '', version: 1 };
        if (object.value === value) return Promise.resolve({ kind: 'applied', detail: `${name} is ${value}` });
        if (object.value !== proposal.precondition) return Promise.resolve({ kind: 'changed', detail: `${name} is ${object.value}` });
        return Promise.resolve({
          kind: 'unchanged',
          proposal: { ...proposal, target: { ...proposal.target, resourceVersion: String(object.version) } },
        });
      },
    },
  };
  return { plugins: new PluginRegistry([plugin]), asked, changed, objects };
}

export function resultOf(query: Pick<PreparedQuery, 'queryId' | 'rendered' | 'binds'>, text: string): QueryResult {
  const rows = text === '' ? [] : text.split('\n').map((line) => [line]);
  return {
    queryId: query.queryId,
    plugin: 'world',
    source: 'world',
    rendered: query.rendered,
    columns: ['line'],
    rows,
    text,
    fill: rows.length === 0 ? 'no-rows' : 'rows',
    observedAt: new Date().toISOString(),
    truncated: false,
    tookMs: 0,
    summary: text.slice(0, 200),
    bound: Object.fromEntries(query.binds.map((name) => [name, { value: text, source: query.rendered }])),
  };
}

export function wantedOf({ rendered }: MutationProposal): { readonly name: string; readonly value: string } {
  const [, name, value] = rendered.split(' ');
  if (name === undefined || value === undefined) throw new TerminalError('bad-change', `Not a change: ${rendered}`);
  return { name, value };
}

/** `!set name value` on an object that looks like this. From `gone` nobody knows a way back. */
export function proposalOf(query: PreparedQuery, object: { readonly value: string; readonly version: number }): MutationProposal {
  const [, name = '', value = ''] = query.rendered.split(' ');
  const request = { method: 'PATCH' as const, path: `/${name}`, contentType: 'application/json', body: { value } };
  return {
    queryId: query.queryId,
    plugin: 'world',
    verb: 'set',
    target: {
      cluster: 'here',
      apiVersion: 'v1',
      kind: 'Thing',
      namespace: 'default',
      name,
      uid: `uid-${name}`,
      resourceVersion: String(object.version),
    },
    request,
    rendered: query.rendered,
    precondition: object.value,
    changes: [`${name}: ${object.value} → ${value}`],
    dryRun: { accepted: true, message: 'accepted' },
    rollback:
      value === 'gone' ? null : { rendered: `!set ${name} ${object.value}`, request: { ...request, body: { value: object.value } } },
    controllers: [],
    repeatable: true,
  };
}
