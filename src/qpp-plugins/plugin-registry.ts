import { TerminalError } from '../platform/errors.js';
import type { QueryLanguage, QueryTemplate } from '../tsg-parser/index.js';
import { byHand } from './by-hand.js';
import type { MutationPlugin, Preparation, PrepareContext, PreparedQuery, QueryPlugin, QueryResult } from './query-plugin.js';

/** Finds the plugin for a query. Built once from the list in `plugins.ts`. */
export class PluginRegistry {
  constructor(private readonly plugins: readonly QueryPlugin[]) {}

  prepare(written: QueryTemplate, context: PrepareContext): Preparation {
    const template = this.variantFor(written, context);
    if (template.byHand !== null) return byHand(template, context.values, template.byHand);
    const plugin = this.speaking(template.language);
    if (plugin === undefined) return byHand(template, context.values, `No plugin carries out ${template.language}.`);
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

  /** The text for where the query goes, where a file beside the guide brings one: a source or cluster by name before its kind. */
  private variantFor(template: QueryTemplate, context: PrepareContext): QueryTemplate {
    const fitting = (template.variants ?? []).flatMap((variant) => {
      const places = this.speaking(variant.language)?.places?.({ ...template, ...variant }, context) ?? [];
      const rank = places.indexOf(variant.where);
      return rank < 0 ? [] : [{ rank, variant }];
    });
    const [best] = fitting.toSorted((left, right) => left.rank - right.rank);
    return best === undefined ? template : { ...template, ...best.variant, byHand: null };
  }

  private speaking(language: QueryLanguage): QueryPlugin | undefined {
    return this.plugins.find((candidate) => candidate.languages.includes(language));
  }

  private named(name: string): QueryPlugin {
    const plugin = this.plugins.find((candidate) => candidate.name === name);
    if (plugin === undefined) throw new TerminalError('plugin-unknown', `There is no plugin called ${name}.`);
    return plugin;
  }
}
