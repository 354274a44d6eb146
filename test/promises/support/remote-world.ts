import { TransientError } from '../../../src/platform/errors.js';
import { PluginRegistry } from '../../../src/qpp-plugins/index.js';
import type { MutationProposal, MutationState, PreparedQuery } from '../../../src/qpp-plugins/index.js';
import { proposalOf, resultOf, wantedOf } from '../../support/world.js';

interface Seen {
  readonly value: string;
  readonly version: number;
}

/** The world server as a source; `pass` is told of each point of a change, so that a worker can die there. */
export function remoteWorld(url: string, pass: (point: string) => void): PluginRegistry {
  const ask = async <T>(path: string, body: unknown): Promise<T> => {
    const response = await fetch(`${url}${path}`, { method: 'POST', body: JSON.stringify(body) });
    return (await response.json()) as T;
  };
  const look = (name: string): Promise<Seen> => ask<Seen>('/look', { name });
  const run = async (query: PreparedQuery): Promise<ReturnType<typeof resultOf>> => {
    const { text } = await ask<{ text: string }>('/read', { text: query.rendered });
    pass('after-execute');
    return resultOf(query, text);
  };
  const propose = async (query: PreparedQuery): Promise<MutationProposal> => {
    const [, name = ''] = query.rendered.split(' ');
    return proposalOf(query, await look(name));
  };
  const apply = async (proposal: MutationProposal): Promise<{ readonly detail: string }> => {
    const wanted = wantedOf(proposal);
    pass('after-intent');
    const { conflict } = await ask<{ conflict: boolean }>('/change', { ...wanted, version: Number(proposal.target.resourceVersion) });
    pass('after-apply');
    if (conflict) throw new TransientError('conflict', `${wanted.name} was changed by somebody else.`);
    return { detail: `${wanted.name} is ${wanted.value}` };
  };
  const inspect = async (proposal: MutationProposal): Promise<MutationState> => {
    const { name, value } = wantedOf(proposal);
    const seen = await look(name);
    if (seen.value === value) return { kind: 'applied', detail: `${name} is ${value}` };
    if (seen.value !== proposal.precondition) return { kind: 'changed', detail: `${name} is ${seen.value}` };
    return { kind: 'unchanged', proposal: { ...proposal, target: { ...proposal.target, resourceVersion: String(seen.version) } } };
  };
  return new PluginRegistry([
    {
      name: 'world',
      languages: ['kubectl'],
      prepare: (template) => ({
        kind: 'prepared',
        query: {
          queryId: template.id,
          language: template.language,
          plugin: 'world',
          source: 'world',
          rendered: template.text,
          request: null,
          mutating: template.mutating,
          replayable: false,
          binds: template.binds,
        },
      }),
      run,
      mutations: { propose, apply, inspect },
    },
  ]);
}
