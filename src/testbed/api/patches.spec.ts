import { expect, test } from 'vitest';
import { applyJsonPatch } from './json-patch.js';
import { applyMergePatch } from './merge-patch.js';
import { applyStrategicMergePatch } from './strategic-merge.js';

const POD = {
  metadata: { labels: { a: '1', b: '2' }, finalizers: ['one', 'two'] },
  spec: {
    containers: [
      {
        name: 'app',
        image: 'app:1',
        env: [
          { name: 'A', value: '1' },
          { name: 'B', value: '2' },
        ],
        ports: [{ containerPort: 80, name: 'http' }],
        args: ['-x'],
      },
      { name: 'side', image: 'side:1' },
    ],
    tolerations: [{ key: 'old' }],
  },
};

function containers(patched: unknown): unknown {
  return (patched as typeof POD).spec.containers;
}

test('a merge patch merges objects, removes nulls and replaces lists', () => {
  const patched = applyMergePatch(POD, { metadata: { labels: { a: null, c: '3' } }, spec: { tolerations: [] } }) as typeof POD;
  expect(patched.metadata.labels).toEqual({ b: '2', c: '3' });
  expect(patched.spec.tolerations).toEqual([]);
  expect(patched.spec.containers).toHaveLength(2);
  expect(POD.metadata.labels).toEqual({ a: '1', b: '2' });
});

test('a strategic merge patch finds a container by its name', () => {
  const patched = applyStrategicMergePatch(POD, { spec: { containers: [{ name: 'side', image: 'side:2' }] } });
  expect(containers(patched)).toMatchObject([
    { name: 'app', image: 'app:1' },
    { name: 'side', image: 'side:2' },
  ]);
});

test('variables merge by name, ports by number, plain lists are replaced', () => {
  const change = {
    name: 'app',
    env: [
      { name: 'B', value: '3' },
      { name: 'C', value: '4' },
    ],
    ports: [{ containerPort: 80, name: 'web' }],
    args: ['-y', '-z'],
  };
  const patched = applyStrategicMergePatch(POD, { spec: { containers: [change] } });
  expect(containers(patched)).toMatchObject([
    {
      env: [
        { name: 'A', value: '1' },
        { name: 'B', value: '3' },
        { name: 'C', value: '4' },
      ],
      ports: [{ containerPort: 80, name: 'web' }],
      args: ['-y', '-z'],
    },
    {},
  ]);
});

test('$patch: delete removes one element, and the order asked for is kept', () => {
  const patch = {
    spec: {
      '$setElementOrder/containers': [{ name: 'new' }, { name: 'app' }],
      containers: [
        { name: 'new', image: 'new:1' },
        { $patch: 'delete', name: 'side' },
      ],
    },
  };
  expect((containers(applyStrategicMergePatch(POD, patch)) as { name: string }[]).map((each) => each.name)).toEqual(['new', 'app']);
});

test('$patch: replace, $retainKeys and $deleteFromPrimitiveList do what they say', () => {
  const replaced = applyStrategicMergePatch(
    { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1 } } },
    { strategy: { $retainKeys: ['type'], type: 'Recreate' } },
  );
  expect(replaced).toEqual({ strategy: { type: 'Recreate' } });
  const whole = applyStrategicMergePatch({ data: { a: '1' } }, { data: { $patch: 'replace', b: '2' } });
  expect(whole).toEqual({ data: { b: '2' } });
  const shortened = applyStrategicMergePatch(POD, { metadata: { '$deleteFromPrimitiveList/finalizers': ['one'] } }) as typeof POD;
  expect(shortened.metadata.finalizers).toEqual(['two']);
});

test('a list element without its merge key is refused', () => {
  expect(() => applyStrategicMergePatch(POD, { spec: { containers: [{ image: 'x' }] } })).toThrow(
    'does not contain declared merge key: name',
  );
});

test('a JSON patch adds, replaces, removes, tests, copies and moves', () => {
  const patched = applyJsonPatch(POD, [
    { op: 'test', path: '/metadata/labels/a', value: '1' },
    { op: 'replace', path: '/metadata/labels/a', value: '9' },
    { op: 'add', path: '/metadata/labels/x~1y', value: '3' },
    { op: 'add', path: '/spec/containers/0/args/-', value: '-v' },
    { op: 'remove', path: '/spec/containers/1' },
    { op: 'copy', from: '/metadata/labels/a', path: '/metadata/labels/c' },
    { op: 'move', from: '/metadata/labels/b', path: '/metadata/labels/d' },
  ]) as typeof POD;
  expect(patched.metadata.labels).toEqual({ a: '9', 'x/y': '3', c: '9', d: '2' });
  expect(patched.spec.containers).toHaveLength(1);
  expect(patched.spec.containers[0]?.args).toEqual(['-x', '-v']);
});

test.each([
  [[{ op: 'test', path: '/metadata/labels/a', value: '2' }], 'testing value /metadata/labels/a failed'],
  [[{ op: 'replace', path: '/spec/nothing', value: 1 }], 'doc is missing path: /spec/nothing'],
  [[{ op: 'remove', path: '/spec/containers/7' }], 'doc is missing path: /spec/containers/7'],
  [[{ op: 'flip', path: '/spec' }], 'Unexpected kind: flip'],
  [{ op: 'add' }, 'a JSON patch is an array'],
])('a JSON patch that does not fit is refused: %j', (patch, message) => {
  expect(() => applyJsonPatch(POD, patch)).toThrow(message);
});
