import { TerminalError } from '../platform/errors.js';
import type { QueryTemplate } from '../tsg-parser/index.js';
import { renderByHand } from './fill-template.js';
import type { MutationPlugin, Preparation, PrepareContext, PreparedQuery, QueryPlugin, QueryResult } from './query-plugin.js';

/** Finds the plugin for a query. Built once from the list in `plugins.ts`. */
export class PluginRegistry {
  constructor(private readonly plugins: readonly QueryPlugin[]) {}

  prepare(template: QueryTemplate, context: PrepareContext): Preparation {
    if (template.byHand !== null) return { kind: 'by-hand', rendered: renderByHand(template, context.values), reason: template.byHand };
    const plugin = this.plugins.find((candidate) => candidate.languages.includes(template.language));
    if (plugin === undefined) {
      return { kind: 'by-hand', rendered: renderByHand(template, context.values), reason: `no plugin carries out ${template.language}` };
    }
    return plugin.prepare(template, context);
  }

  run(query: PreparedQuery, signal: AbortSignal): Promise<QueryResult> {
    return this.named(query.plugin).run(query, signal);
  }

  mutations(pluginName: string): MutationPlugin {
    const { mutations } = this.named(pluginName);
    if (mutations === undefined) throw new TerminalError('plugin-cannot-mutate', `The plugin ${pluginName} changes nothing.`);
    return mutations;
  }

  private named(name: string): QueryPlugin {
    const plugin = this.plugins.find((candidate) => candidate.name === name);
    if (plugin === undefined) throw new TerminalError('plugin-unknown', `There is no plugin called ${name}.`);
    return plugin;
  }
}
