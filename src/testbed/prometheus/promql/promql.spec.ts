import { describe, expect, test } from 'vitest';

import { SeriesStore } from '../series-store.js';
import { formatNumber } from './format-number.js';
import { instantQuery, rangeQuery } from './query.js';

const MINUTE = 60_000;

/** A store from lines like `http{job="a"} 0 60 120`: one sample a minute from time 0, `_` for none, `stale` for the mark. */
function storeOf(...lines: readonly string[]): SeriesStore {
  const store = new SeriesStore(Infinity);
  for (const line of lines) {
    const [, name = '', list = '', values = ''] = /^(\w+)(?:\{(.*?)\})?\s+(.*)$/.exec(line) ?? [];
    const labels = Object.fromEntries(
      [...list.matchAll(/(\w+)="(.*?)"/g)].map(([, label = '', value = '']): [string, string] => [label, value]),
    );
    const series = store.seriesOf({ __name__: name, ...labels });
    values.split(' ').forEach((value, index) => {
      if (value === 'stale') series.appendStaleMark(index * MINUTE);
      else if (value !== '_') series.append(index * MINUTE, Number(value));
    });
  }
  return store;
}

/** The answer at a minute, one string a series. */
function ask(store: SeriesStore, query: string, minute: number): string[] {
  const value = instantQuery(store, query, minute * MINUTE);
  if (value.type === 'scalar') return [formatNumber(value.value)];
  if (value.type !== 'vector') throw new Error(`a ${value.type}`);
  return value.samples.map(({ labels, value: number }) => {
    const list = Object.entries(labels)
      .filter(([name]) => name !== '__name__')
      .sort()
      .map(([name, text]) => `${name}=${text}`);
    return `${labels['__name__'] ?? ''}{${list.join(',')}} ${formatNumber(Number(number.toPrecision(12)))}`;
  });
}

const requests = storeOf(
  'requests{name="catalogue",code="200"} 0 60 120 180 240 300 360 420 480 540 600',
  'requests{name="catalogue",code="500"} 0 0 0 0 0 0 6 12 18 24 30',
  'requests{name="user",code="200"} 0 30 60 90 120 150 180 210 240 270 300',
);

describe('selecting', () => {
  const cases: readonly [string, string[]][] = [
    ['requests{name="user"}', ['requests{code=200,name=user} 300']],
    ['requests{name!="catalogue"}', ['requests{code=200,name=user} 300']],
    ['requests{code=~"5.."}', ['requests{code=500,name=catalogue} 30']],
    ['requests{code=~"5"}', []],
    ['requests{code!~"2.*"}', ['requests{code=500,name=catalogue} 30']],
    ['requests{missing="",name="user"}', ['requests{code=200,name=user} 300']],
    ['{__name__="requests",code="500"}', ['requests{code=500,name=catalogue} 30']],
    ['requests{code="500"} offset 2m', ['requests{code=500,name=catalogue} 18']],
    ['requests{code="500"} @ 420', ['requests{code=500,name=catalogue} 12']],
    ['requests{code="500"} @ end() offset 1m', ['requests{code=500,name=catalogue} 24']],
  ];
  test.each(cases)('%s', (query, expected) => {
    expect(ask(requests, query, 10)).toEqual(expected);
  });

  test('a sample is seen for less than five minutes', () => {
    const store = storeOf('up 1');
    expect(ask(store, 'up', 4.99)).toEqual(['up{} 1']);
    expect(ask(store, 'up', 5)).toEqual([]);
  });

  test('a stale series is gone at once', () => {
    const store = storeOf('up 1 1 stale');
    expect(ask(store, 'up', 1.9)).toEqual(['up{} 1']);
    expect(ask(store, 'up', 2)).toEqual([]);
  });
});

describe('rates extrapolate as Prometheus does', () => {
  const cases: readonly [string, string, number, string[]][] = [
    ['steady counter', 'rate(requests{name="user"}[5m])', 10, ['{code=200,name=user} 0.5']],
    ['increase over a window that starts before the counter', 'increase(requests{name="user"}[20m])', 10, ['{code=200,name=user} 300']],
    ['window between samples', 'increase(requests{name="user"}[2m])', 9.5, ['{code=200,name=user} 60']],
    ['irate uses the last two samples', 'irate(requests{code="500"}[5m])', 7, ['{code=500,name=catalogue} 0.1']],
    ['changes', 'changes(requests{code="500"}[10m])', 10, ['{code=500,name=catalogue} 5']],
    ['delta of a gauge', 'delta(requests{name="user"}[4m])', 10, ['{code=200,name=user} 120']],
    ['deriv', 'deriv(requests{name="user"}[4m])', 10, ['{code=200,name=user} 0.5']],
    ['predict_linear', 'predict_linear(requests{name="user"}[4m], 60)', 10, ['{code=200,name=user} 330']],
  ];
  test.each(cases)('%s', (_name, query, minute, expected) => {
    expect(ask(requests, query, minute)).toEqual(expected);
  });

  test('a reset counts from zero', () => {
    const store = storeOf('restarted 100 110 5 15');
    expect(ask(store, 'increase(restarted[3m])', 3)).toEqual(['{} 22.5']);
    expect(ask(store, 'resets(restarted[5m])', 3)).toEqual(['{} 1']);
  });

  test('one sample is no rate', () => {
    expect(ask(storeOf('fresh 5'), 'rate(fresh[5m])', 1)).toEqual([]);
  });

  test('the window leaves its own start out', () => {
    expect(ask(requests, 'count_over_time(requests{name="user"}[2m])', 10)).toEqual(['{code=200,name=user} 2']);
  });
});

describe('aggregating', () => {
  const store = storeOf('cpu{pod="a",node="x"} 1', 'cpu{pod="b",node="x"} 3', 'cpu{pod="c",node="y"} 8');
  const cases: readonly [string, string[]][] = [
    ['sum(cpu)', ['{} 12']],
    ['sum by (node) (cpu)', ['{node=x} 4', '{node=y} 8']],
    ['avg without (pod) (cpu)', ['{node=x} 2', '{node=y} 8']],
    ['min(cpu)', ['{} 1']],
    ['max by (node) (cpu)', ['{node=x} 3', '{node=y} 8']],
    ['count(cpu)', ['{} 3']],
    ['topk(1, cpu)', ['cpu{node=y,pod=c} 8']],
    ['bottomk(2, cpu)', ['cpu{node=x,pod=a} 1', 'cpu{node=x,pod=b} 3']],
    ['quantile(0.5, cpu)', ['{} 3']],
    ['stddev(cpu)', ['{} 2.94392028878']],
    ['count_values("value", cpu)', ['{value=1} 1', '{value=3} 1', '{value=8} 1']],
    ['sort_desc(cpu)', ['cpu{node=y,pod=c} 8', 'cpu{node=x,pod=b} 3', 'cpu{node=x,pod=a} 1']],
  ];
  test.each(cases)('%s', (query, expected) => {
    expect(ask(store, query, 0)).toEqual(expected);
  });
});

describe('operators', () => {
  const store = storeOf(
    'used{pod="a",zone="1"} 30',
    'used{pod="b",zone="1"} 80',
    'limit{pod="a"} 100',
    'limit{pod="b"} 100',
    'owner{pod="a",team="red"} 1',
  );
  const cases: readonly [string, string[]][] = [
    ['1 + 2 * 3 ^ 2', ['19']],
    ['-2 ^ 2', ['-4']],
    ['7 % 4', ['3']],
    ['1 > bool 2', ['0']],
    ['used / on(pod) limit', ['{pod=a} 0.3', '{pod=b} 0.8']],
    ['used / ignoring(zone) limit > 0.5', ['{pod=b} 0.8']],
    ['used > 50', ['used{pod=b,zone=1} 80']],
    ['50 < used', ['used{pod=b,zone=1} 80']],
    ['used > bool 50', ['{pod=a,zone=1} 0', '{pod=b,zone=1} 1']],
    ['used * on(pod) group_left(team) owner', ['{pod=a,team=red,zone=1} 30']],
    ['owner * on(pod) group_right(team) used', ['{pod=a,team=red,zone=1} 30']],
    ['used and on(pod) owner', ['used{pod=a,zone=1} 30']],
    ['used unless on(pod) owner', ['used{pod=b,zone=1} 80']],
    ['used or limit', ['used{pod=a,zone=1} 30', 'used{pod=b,zone=1} 80', 'limit{pod=a} 100', 'limit{pod=b} 100']],
    ['-used{pod="a"}', ['{pod=a,zone=1} -30']],
    ['used / 0', ['{pod=a,zone=1} +Inf', '{pod=b,zone=1} +Inf']],
    ['sum(used) / sum(limit)', ['{} 0.55']],
  ];
  test.each(cases)('%s', (query, expected) => {
    expect(ask(store, query, 0)).toEqual(expected);
  });
});

describe('functions', () => {
  const store = storeOf('temperature{room="north"} 1.5 2.5 -4', 'temperature{room="south"} 3 3 3');
  const cases: readonly [string, string[]][] = [
    ['abs(temperature{room="north"})', ['{room=north} 4']],
    ['clamp(temperature, 0, 2)', ['{room=north} 0', '{room=south} 2']],
    ['clamp_max(temperature{room="south"}, 1)', ['{room=south} 1']],
    ['round(temperature{room="south"} / 7, 0.1)', ['{room=south} 0.4']],
    ['max_over_time(temperature{room="north"}[5m])', ['{room=north} 2.5']],
    ['avg_over_time(temperature{room="south"}[5m])', ['{room=south} 3']],
    ['quantile_over_time(0.5, temperature{room="north"}[5m])', ['{room=north} 1.5']],
    ['last_over_time(temperature{room="north"}[5m])', ['temperature{room=north} -4']],
    ['max_over_time(sum(temperature)[2m:1m])', ['{} 5.5']],
    ['absent(temperature{room="west"})', ['{room=west} 1']],
    ['absent(temperature)', []],
    ['absent_over_time(temperature{room="west"}[5m])', ['{room=west} 1']],
    ['scalar(temperature{room="south"}) + 1', ['4']],
    ['vector(1)', ['{} 1']],
    ['time()', ['120']],
    ['timestamp(temperature{room="south"})', ['{room=south} 120']],
    ['label_replace(temperature{room="south"}, "side", "$1-side", "room", "(.*)th")', ['temperature{room=south,side=sou-side} 3']],
    ['hour(vector(7200))', ['{} 2']],
  ];
  test.each(cases)('%s', (query, expected) => {
    expect(ask(store, query, 2)).toEqual(expected);
  });
});

describe('histogram_quantile', () => {
  const store = storeOf(
    'latency_bucket{route="a",le="0.1"} 90',
    'latency_bucket{route="a",le="1"} 98',
    'latency_bucket{route="a",le="+Inf"} 100',
    'latency_bucket{route="b",le="0.1"} 0',
    'latency_bucket{route="b",le="+Inf"} 0',
  );
  const cases: readonly [string, string[]][] = [
    ['histogram_quantile(0.95, latency_bucket{route="a"})', ['{route=a} 0.6625']],
    ['histogram_quantile(0.45, latency_bucket{route="a"})', ['{route=a} 0.05']],
    ['histogram_quantile(0.99, latency_bucket{route="a"})', ['{route=a} 1']],
    ['histogram_quantile(0.5, latency_bucket{route="b"})', ['{route=b} NaN']],
    ['histogram_quantile(0.9, sum by (le) (latency_bucket))', ['{} 0.1']],
  ];
  test.each(cases)('%s', (query, expected) => {
    expect(ask(store, query, 0)).toEqual(expected);
  });
});

test('a range query answers every step of every series, gaps left out', () => {
  const [series] = rangeQuery(storeOf('up 1 1 stale _ _ _ 1'), 'up', 0, 6 * MINUTE, MINUTE);
  expect(series?.points.map(({ timeMs }) => timeMs / MINUTE)).toEqual([0, 1, 6]);
});

describe('what is not understood is an error, never a wrong number', () => {
  const cases: readonly [string, RegExp][] = [
    ['rate(requests)', /expected type range vector in call to function "rate", got instant vector/],
    ['sum(requests', /1:13: parse error: unexpected end of input/],
    ['', /parse error/],
    ['nonsense(requests)', /parse error/],
    ['holt_winters(requests[5m], 1, 1)', /parse error/],
    ['histogram_fraction(0, 1, requests)', /not supported by this server/],
    ['requests == "a"', /binary expression must contain only scalar and instant vector types/],
    ['1 == 1', /comparisons between scalars must use BOOL modifier/],
    ['{code=~".*"}', /at least one non-empty matcher/],
    ['requests{code=~"("}', /parse error/],
    ['requests{code=~"(?=a)b"}', /invalid or unsupported Perl syntax/],
    ['rate(requests[5m]) offset 1m', /offset modifier must be preceded/],
    ['requests[5x]', /parse error/],
    ['requests / ignoring(name) group_left requests', /many-to-many matching not allowed/],
    ['limitk(1, requests)', /not supported by this server/],
    ['topk(requests)', /wrong number of arguments/],
  ];
  test.each(cases)('%s', (query, message) => {
    expect(() => ask(requests, query, 10)).toThrow(message);
  });

  test('two series that would become one are refused', () => {
    const store = storeOf('first{a="1"} 1', 'second{a="1"} 2');
    expect(() => ask(store, 'abs({a="1"})', 0)).toThrow(/same labelset/);
  });
});
