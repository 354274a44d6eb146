import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hostileValue } from '../__fixtures__/hostile-values.js';
import { bound, propertyRuns, templateOf } from '../__fixtures__/template.js';
import { bindKql } from './bind-kql.js';
import { kustoPlugin } from './kusto.plugin.js';

const TEXT = 'SigninLogs\n| where App == "{app}" and TimeGenerated > ago({window})\n| where Path startswith "/api/{app}/v1"';

function textOf(values: Record<string, string | number>): string {
  const result = bindKql(templateOf('kql', TEXT, Object.keys(values)), bound(values));
  return result.kind === 'bound' ? result.text : JSON.stringify(result);
}

test('values are declared at the head; the query itself only names them', () => {
  expect(textOf({ app: 'shop', window: '1h' })).toBe(
    'declare query_parameters(_app:string = "shop", _window:timespan = 1h);\nSigninLogs\n| where App == _app and TimeGenerated > ago(_window)\n| where Path startswith strcat("/api/", _app, "/v1")',
  );
});

test('whatever the value, the query below the declaration is the same', () => {
  const body = (text: string): string => text.slice(text.indexOf(');\n'));
  const plain = body(textOf({ app: 'x', window: '1h' }));
  fc.assert(
    fc.property(hostileValue(), (app) => {
      const text = textOf({ app, window: '1h' });
      expect(text.endsWith(plain)).toBe(true);
      expect(text.slice(0, -plain.length)).toBe(
        `declare query_parameters(${/^\d+(?:d|h|m|s|ms)$/.test(app) ? `_app:timespan = ${app}` : `_app:string = ${JSON.stringify(app.toWellFormed())}`}, _window:timespan = 1h`,
      );
    }),
    propertyRuns,
  );
});

test('a person runs it, with everything bound', () => {
  const preparation = kustoPlugin().prepare(templateOf('kql', TEXT, ['app', 'window']), {
    values: bound({ app: 'a"b', window: '30m' }),
    at: new Date(0),
    cluster: 'demo',
  });
  expect(preparation).toMatchObject({ kind: 'by-hand', rendered: expect.stringContaining('"a\\"b"') as string });
});
