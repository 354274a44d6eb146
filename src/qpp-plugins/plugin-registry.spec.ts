import { beforeAll, expect, test } from 'vitest';
import { configSchema } from '../platform/config.js';
import type { QueryTemplate } from '../tsg-parser/index.js';
import { analysisPlugin } from './analysis/analysis.plugin.js';
import { bound, preparedOf, templateOf } from './__fixtures__/template.js';
import { PluginRegistry } from './plugin-registry.js';
import { Sources } from './sources.js';
import { loadSqlParser } from './sql/read-sql.js';
import { sqlPlugin } from './sql/sql.plugin.js';

beforeAll(() => loadSqlParser());

const variant = (where: string, text: string): NonNullable<QueryTemplate['variants']>[number] => ({
  where,
  text,
  language: 'sql',
  parameters: text.includes('{region}') ? ['region'] : [],
  binds: [],
  columns: null,
  statusWords: [],
  file: { name: `step-1.${where}.sql`, sha256: '' },
});

const template: QueryTemplate = {
  ...templateOf('sql', 'select 1 as block'),
  variants: [
    variant('sqlite', 'select 2 as kind'),
    variant('archive', 'select 3 as named'),
    variant('postgres', "select '{region}' as place"),
  ],
};

/** The text that reaches the only source, called `name`. */
function asked(name: string, kind: 'sqlite' | 'postgres', written: QueryTemplate = template): string {
  const sources = new Sources(configSchema.parse({ sources: { [name]: { kind, url: 'x' } } }));
  const registry = new PluginRegistry([sqlPlugin(sources), analysisPlugin()]);
  const context = { at: new Date(0), cluster: 'demo', values: bound({ region: "o'brien" }) };
  return (preparedOf(registry.prepare(written, context)).request as { readonly text: string }).text;
}

test('the file for a source by name beats the one for its kind, and that one the block', () => {
  expect(asked('archive', 'sqlite')).toBe('select 3 as named');
  expect(asked('orders', 'sqlite')).toBe('select 2 as kind');
  expect(asked('orders', 'sqlite', { ...template, variants: [variant('archive', 'select 3')] })).toBe('select 1 as block');
});

test('its values are bound as any query’s', () => {
  expect(asked('orders', 'postgres')).toBe('select $1 as place');
});

test('it carries out what nobody could', () => {
  const byHand = {
    ...templateOf('python', 'print(rows)'),
    byHand: 'Periplus runs no Python.',
    variants: [variant('sqlite', 'select 4 as counted')],
  };
  expect(asked('orders', 'sqlite', byHand)).toBe('select 4 as counted');
  const sources = new Sources(configSchema.parse({ sources: { orders: { kind: 'postgres', url: 'x' } } }));
  const registry = new PluginRegistry([sqlPlugin(sources)]);
  expect(registry.prepare(byHand, { at: new Date(0), cluster: 'demo', values: {} })).toMatchObject({
    kind: 'by-hand',
    rendered: 'print(rows)',
  });
});
