import { expect, test } from 'vitest';
import { configSchema } from '../../platform/config.js';
import { withSources } from './with-sources.js';

const config = configSchema.parse({
  sources: { orders: { kind: 'postgres', url: 'postgres://old' }, loki: { kind: 'loki', url: 'http://l' } },
});

test.each([
  ['orders=postgres://ada:secret@db:5432/orders', 'orders', { kind: 'postgres', url: 'postgres://ada:secret@db:5432/orders' }],
  ['orders=postgresql://db/orders', 'orders', { kind: 'postgres', url: 'postgresql://db/orders' }],
  ['archive=sqlite:data/old.db', 'archive', { kind: 'sqlite', url: '/home/ada/data/old.db' }],
  ['archive=sqlite:///srv/old.db', 'archive', { kind: 'sqlite', url: '/srv/old.db' }],
  ['metrics=prometheus:http://127.0.0.1:9090', 'metrics', { kind: 'prometheus', url: 'http://127.0.0.1:9090' }],
])('%s is a source of this run', (pair, name, source) => {
  const { sources } = withSources(config, [pair], '/home/ada');
  expect(sources[name]).toMatchObject(source);
  expect(sources['loki']).toEqual(config.sources['loki']);
});

test.each(['orders', 'orders=', '=postgres://db', 'orders=mysql://db', 'orders=sqlite:'])('%s names none, and it says how', (pair) => {
  expect(() => withSources(config, [pair], '/')).toThrow(/names no source/);
});

test('without any the configuration stays as it is', () => {
  expect(withSources(config, [], '/')).toBe(config);
});
