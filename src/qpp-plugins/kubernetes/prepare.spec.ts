import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Cell, QueryTemplate } from '../../tsg-parser/index.js';
import type { Preparation } from '../query-plugin.js';
import { hostileValue } from '../__fixtures__/hostile-values.js';
import { propertyRuns } from '../__fixtures__/template.js';
import { prepareKubectl } from './prepare.js';
import type { KubernetesRequest } from './prepare.js';
import { readKubectl } from './reading/read-kubectl.js';

function prepare(text: string, values: Readonly<Record<string, Cell>>): Preparation {
  const { statement } = readKubectl(text);
  const template: QueryTemplate = { id: 's1.q1', ...statement, lines: [1, 1], source: null };
  const bound = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value, source: 'a test' }]));
  return prepareKubectl(template, { values: bound, at: new Date('2026-11-21T10:00:00Z'), cluster: 'shop' });
}

function requestOf(preparation: Preparation): KubernetesRequest {
  if (preparation.kind !== 'prepared') throw new Error(`not prepared: ${JSON.stringify(preparation)}`);
  return preparation.query.request as KubernetesRequest;
}

describe('where the namespace comes from', () => {
  test('the command comes first, then the incident', () => {
    expect(requestOf(prepare('kubectl get pods -n own', { namespace: 'other' })).command.namespace).toBe('own');
    expect(requestOf(prepare('kubectl get pods', { namespace: 'shop' })).command.namespace).toBe('shop');
    expect(requestOf(prepare('kubectl get pods', { NAMESPACE: 'shop' })).command.namespace).toBe('shop');
  });

  test('nobody guesses one', () => {
    expect(prepare('kubectl get pods', {})).toEqual({ kind: 'missing', parameters: ['namespace'] });
    expect(prepare('kubectl rollout undo deploy/x', {})).toEqual({ kind: 'missing', parameters: ['namespace'] });
  });

  test('nodes and -A need none', () => {
    expect(prepare('kubectl get nodes', {}).kind).toBe('prepared');
    expect(prepare('kubectl get pods -A', {}).kind).toBe('prepared');
    expect(prepare('kubectl get widgets', {}).kind).toBe('prepared');
  });
});

test('a command is about the incident’s cluster, or for a person', () => {
  expect(prepare('kubectl --context shop get nodes', {}).kind).toBe('prepared');
  expect(prepare('kubectl --context={c} get nodes', { c: 'shop' }).kind).toBe('prepared');
  expect(prepare('kubectl get nodes --context prod', {})).toMatchObject({
    kind: 'by-hand',
    rendered: 'kubectl get nodes --context prod',
    reason: 'It is about the cluster prod, and this incident is on shop.',
  });
  expect(prepare('kubectl --kubeconfig /tmp/x get nodes', {})).toMatchObject({
    kind: 'by-hand',
    reason: expect.stringContaining('--kubeconfig') as string,
  });
});

describe('values', () => {
  test('all missing ones are named at once', () => {
    expect(prepare('kubectl logs {pod} -n <ns> -c $C', {})).toEqual({ kind: 'missing', parameters: ['pod', 'ns', 'C'] });
  });

  test.each([
    ['kubectl get pods -n {x}', 'Shop', 'cannot be a namespace'],
    ['kubectl get pods -n {x}', 'a -A', 'cannot be a namespace'],
    ['kubectl get pod {x} -n y', '../secrets', 'cannot be the name of an object'],
    ['kubectl get pod {x} -n y', '-A', 'cannot be the name of an object'],
    ['kubectl delete pod {x} -n y', 'a b', 'cannot be the name of an object'],
    ['kubectl get pods -l app={x} -n y', 'a,tier=b', 'cannot be the value of a label'],
    ['kubectl get pods -l {x} -n y', 'a=b c', 'is no label selector'],
    ['kubectl get {x} y -n z -o yaml', 'secret', 'what is inside a Secret'],
    ['kubectl scale deploy/a --replicas={x} -n y', 'many', '--replicas needs a whole number'],
    ['kubectl logs a --since={x} -n y', 'yesterday', '--since needs a duration'],
    ['kubectl set resources deploy/a --limits=memory={x} -n y', 'lots', 'memory needs a quantity'],
  ])('%s with %j is refused', (text, value, reason) => {
    expect(prepare(text, { x: value })).toMatchObject({ kind: 'refused', reason: expect.stringContaining(reason) as unknown });
  });

  test('a captured pod/name names the pod', () => {
    expect(requestOf(prepare('kubectl logs $POD -n y', { POD: 'pod/catalogue-1' })).command).toMatchObject({
      target: { type: 'pods', name: 'catalogue-1' },
    });
  });

  test('a value inside a patch is text, in the place of a value it keeps its type', () => {
    const request = requestOf(
      prepare(`kubectl patch deploy/a -n y -p '{"spec":{"replicas":{n},"paused":{p},"x":"<t>"}}'`, {
        n: '3',
        p: 'true',
        t: '"}}, {"a": "',
      }),
    );
    expect(request.command).toMatchObject({ patch: { spec: { replicas: 3, paused: true, x: '"}}, {"a": "' } } });
  });

  test('a value in a pattern is found as it stands', () => {
    expect(requestOf(prepare('kubectl logs a -n y | grep {x}', { x: 'a.*(b)' })).filters).toMatchObject([
      { patterns: [{ pattern: 'a\\.\\*\\(b\\)' }] },
    ]);
  });

  test('what a person is shown is quoted where a shell would need it', () => {
    const preparation = prepare('kubectl logs a -n y | grep {x}', { x: "it's; rm -rf /" });
    expect(preparation.kind === 'prepared' && preparation.query.rendered).toBe(String.raw`kubectl logs a -n y | grep 'it'\''s; rm -rf /'`);
  });
});

const COMMANDS = [
  'kubectl get pods {a} -n {b} -o wide',
  'kubectl get pods -l app={a},tier={b} -n ns | grep -v "{a}" | awk \'{print $1}\'',
  'kubectl get events -n {a} --field-selector involvedObject.name={b} --sort-by=.lastTimestamp',
  'X=$(kubectl get deploy -n {a} -o jsonpath=\'{.items[?(@.metadata.name=="<b>")].spec.replicas}\')',
  'kubectl logs deploy/{a} -n ns -c {b} --tail={a}',
  'kubectl rollout undo deployment/{a} -n {b} --to-revision={a}',
  'kubectl set env deploy/{a} -n ns KEY={b}',
  'kubectl set image deploy/{a} main={b} -n ns',
  'kubectl scale deployment {a} --replicas={b} -n ns',
  `kubectl patch service {a} -n ns --type merge -p '{"spec":{"selector":{"name":"<b>"}}}'`,
  'kubectl annotate {a} {b} note="{a} {b}" -n ns',
  'kubectl delete {a} {b} -n ns',
  `kubectl get pods -n ns -o json | jq -r '.items[] | select(.metadata.name == "<a>" or .n > <b>) | .metadata.name'`,
];

/** A command without its values: which verb, which fields, how many of each. */
function shapeOf(value: unknown): unknown {
  if (typeof value === 'string') return 'text';
  if (Array.isArray(value)) return value.map(shapeOf);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, key === 'verb' || key === 'kind' ? child : shapeOf(child)]));
}

describe('whatever the values are, a command keeps its shape', () => {
  const hostile = fc.oneof(
    hostileValue(),
    fc.constantFrom(
      "'; DROP",
      '" || kubectl delete ns x',
      '--all',
      '-A',
      '$(reboot)',
      '`id`',
      'a,b=c',
      'a/b',
      '\n',
      '\uE0000\uE001',
      '\uE002',
      '{b}',
      '<a>',
      '../..',
      '| xargs',
      '-n kube-system',
    ),
    fc.stringMatching(/^[a-z0-9]{1,8}$/u),
  );

  test('for any of these commands', () => {
    const commands = COMMANDS.map((text) => ({ text, reading: readKubectl(text) }));
    const shapes = new Map(commands.map(({ text, reading: { command, filters } }) => [text, shapeOf({ command, filters })]));
    const taken = new Map(COMMANDS.map((text) => [text, 0]));
    fc.assert(
      fc.property(fc.constantFrom(...commands), hostile, hostile, ({ text, reading }, a, b) => {
        const preparation = prepare(text, { a, b });
        if (preparation.kind !== 'prepared') {
          expect(preparation.kind).toBe('refused');
          return;
        }
        taken.set(text, (taken.get(text) ?? 0) + 1);
        expect(shapeOf(requestOf(preparation))).toEqual(shapes.get(text));
        expect(preparation.query.mutating).toBe(reading.statement.mutating);
      }),
      propertyRuns,
    );
    for (const count of taken.values()) expect(count).toBeGreaterThan(0);
  });

  test('most ordinary values are taken', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]{1,8}$/u), (name) => {
        expect(prepare('kubectl get pods -l app={a} -n {a}', { a: name }).kind).toBe('prepared');
      }),
    );
  });
});
