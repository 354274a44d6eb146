import { expect, test } from 'vitest';
import { readProtobuf } from './protobuf.js';

/** One length-delimited field of a protobuf message. */
function part(field: number, content: Buffer | string): Buffer {
  const bytes = Buffer.from(content);
  return Buffer.concat([Buffer.from([field * 8 + 2, bytes.length]), bytes]);
}

function envelope(kind: string, message: Buffer): Buffer {
  const type = Buffer.concat([part(1, 'v1'), part(2, kind)]);
  return Buffer.concat([Buffer.from('k8s\0', 'latin1'), part(1, type), part(2, message)]);
}

test('an access review as kubectl sends it', () => {
  const attributes = Buffer.concat([part(1, 'shop'), part(2, 'delete'), part(5, 'pods')]);
  const message = Buffer.concat([part(1, Buffer.alloc(0)), part(2, part(1, attributes))]);
  expect(readProtobuf(envelope('SelfSubjectAccessReview', message))).toMatchObject({
    kind: 'SelfSubjectAccessReview',
    spec: { resourceAttributes: { namespace: 'shop', verb: 'delete', resource: 'pods' } },
  });
});

test('numbers, repeated fields and maps', () => {
  const grace = Buffer.from([1 * 8, 0xac, 0x02]);
  expect(readProtobuf(envelope('DeleteOptions', Buffer.concat([grace, part(5, 'All')])))).toMatchObject({
    gracePeriodSeconds: 300,
    dryRun: ['All'],
  });
  const entry = (key: string, value: string): Buffer => part(2, Buffer.concat([part(1, key), part(2, value)]));
  expect(readProtobuf(envelope('ConfigMap', Buffer.concat([entry('a', '1'), entry('b', 'ü')])))).toMatchObject({
    data: { a: '1', b: 'ü' },
  });
});

test.each([
  ['no protobuf at all', Buffer.from('{}'), 'it lacks the prefix'],
  ['a kind that is not known', envelope('Ingress', Buffer.alloc(0)), 'unknown format'],
  ['a body that ends too early', Buffer.concat([Buffer.from('k8s\0', 'latin1'), Buffer.from([0x8a])]), 'unexpected end'],
])('%s is refused', (_, body, message) => {
  expect(() => readProtobuf(body)).toThrow(message);
});
