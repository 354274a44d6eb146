import { TerminalError } from '../../platform/errors.js';
import type { QueryPlugin } from '../query-plugin.js';
import { bindKql } from './bind-kql.js';

/** Binds KQL. Nobody carries it out in code: a person runs the bound query and pastes its answer. */
export function kustoPlugin(): QueryPlugin {
  return {
    name: 'kusto',
    languages: ['kql'],
    prepare: (template, context) => {
      const bound = bindKql(template, context.values);
      return bound.kind === 'bound'
        ? { kind: 'by-hand', rendered: bound.text, reason: 'Periplus does not reach Azure Data Explorer: a person runs this query.' }
        : bound;
    },
    run: () => Promise.reject(new TerminalError('by-hand', 'A KQL query is run by a person.')),
  };
}
