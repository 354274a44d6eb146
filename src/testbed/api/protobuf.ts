import { StatusError } from '../objects/status-error.js';

/** One field of a message: its name, and how its bytes are read. */
type Field =
  | { readonly name: string; readonly type: 'string' | 'int' | 'bool' }
  | { readonly name: string; readonly type: 'strings' | 'map' }
  | { readonly name: string; readonly type: 'messages'; readonly fields: Fields }
  | { readonly name: string; readonly type: 'message'; readonly fields: Fields };
type Fields = Readonly<Record<number, Field>>;

const METADATA: Fields = {
  1: text('name'),
  2: text('generateName'),
  3: text('namespace'),
  11: { name: 'labels', type: 'map' },
  12: { name: 'annotations', type: 'map' },
};
const CONTAINER: Fields = {
  1: text('name'),
  2: text('image'),
  3: { name: 'command', type: 'strings' },
  4: { name: 'args', type: 'strings' },
  6: { name: 'ports', type: 'messages', fields: { 1: text('name'), 3: int('containerPort'), 4: text('protocol') } },
};
const POD_TEMPLATE: Fields = {
  1: message('metadata', METADATA),
  2: message('spec', { 2: { name: 'containers', type: 'messages', fields: CONTAINER } }),
};
const DEPLOYMENT_SPEC: Fields = {
  1: int('replicas'),
  2: message('selector', { 1: { name: 'matchLabels', type: 'map' } }),
  3: message('template', POD_TEMPLATE),
};
const AUTOSCALER_SPEC: Fields = {
  1: message('scaleTargetRef', { 1: text('kind'), 2: text('name'), 3: text('apiVersion') }),
  2: int('minReplicas'),
  3: int('maxReplicas'),
  4: int('targetCPUUtilizationPercentage'),
};
const DELETE_OPTIONS: Fields = {
  1: int('gracePeriodSeconds'),
  2: { name: 'preconditions', type: 'message', fields: { 1: text('uid'), 2: text('resourceVersion') } },
  3: { name: 'orphanDependents', type: 'bool' },
  4: text('propagationPolicy'),
  5: { name: 'dryRun', type: 'strings' },
};
const RESOURCE_ATTRIBUTES: Fields = {
  1: text('namespace'),
  2: text('verb'),
  3: text('group'),
  4: text('version'),
  5: text('resource'),
  6: text('subresource'),
  7: text('name'),
};

/** The kinds that kubectl sends as protobuf without being asked, with the fields that its own commands fill in. */
const KINDS: Readonly<Record<string, Fields>> = {
  DeleteOptions: DELETE_OPTIONS,
  Eviction: { 1: message('metadata', METADATA), 2: message('deleteOptions', DELETE_OPTIONS) },
  SelfSubjectAccessReview: {
    1: message('metadata', METADATA),
    2: message('spec', {
      1: message('resourceAttributes', RESOURCE_ATTRIBUTES),
      2: message('nonResourceAttributes', { 1: text('path'), 2: text('verb') }),
    }),
  },
  SelfSubjectRulesReview: { 1: message('metadata', METADATA), 2: message('spec', { 1: text('namespace') }) },
  SelfSubjectReview: { 1: message('metadata', METADATA) },
  TokenRequest: {
    1: message('metadata', METADATA),
    2: message('spec', { 1: { name: 'audiences', type: 'strings' }, 4: int('expirationSeconds') }),
  },
  ConfigMap: { 1: message('metadata', METADATA), 2: { name: 'data', type: 'map' } },
  Namespace: { 1: message('metadata', METADATA) },
  ServiceAccount: { 1: message('metadata', METADATA) },
  Deployment: { 1: message('metadata', METADATA), 2: message('spec', DEPLOYMENT_SPEC) },
  HorizontalPodAutoscaler: { 1: message('metadata', METADATA), 2: message('spec', AUTOSCALER_SPEC) },
};

const MAP_ENTRY: Fields = { 1: text('key'), 2: text('value') };
const MAGIC = Buffer.from('k8s\0', 'latin1');
const ENVELOPE: Fields = { 1: message('typeMeta', { 1: text('apiVersion'), 2: text('kind') }), 2: { name: 'raw', type: 'string' } };

/** Reads a body of `application/vnd.kubernetes.protobuf`; a kind this server does not know that way is a 415. */
export function readProtobuf(body: Buffer): unknown {
  if (!body.subarray(0, MAGIC.length).equals(MAGIC))
    throw StatusError.badRequest('the body is no Kubernetes protobuf: it lacks the prefix k8s\\0');
  const envelope = decode(body.subarray(MAGIC.length), ENVELOPE) as { typeMeta?: { apiVersion?: string; kind?: string }; raw?: string };
  const fields = KINDS[envelope.typeMeta?.kind ?? ''];
  if (fields === undefined) {
    throw new StatusError(
      415,
      'UnsupportedMediaType',
      'the body of the request was in an unknown format - accepted media types include: application/json, application/yaml',
    );
  }
  return { ...envelope.typeMeta, ...decode(Buffer.from(envelope.raw ?? '', 'latin1'), fields) };
}

function text(name: string): Field {
  return { name, type: 'string' };
}

function int(name: string): Field {
  return { name, type: 'int' };
}

function message(name: string, fields: Fields): Field {
  return { name, type: 'message', fields };
}

function decode(bytes: Buffer, fields: Fields): Record<string, unknown> {
  const decoded: Record<string, unknown> = {};
  let offset = 0;
  const varint = (): number => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[offset];
      if (byte === undefined || shift > 63) throw StatusError.badRequest('unexpected end of the protobuf body');
      offset += 1;
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  };
  while (offset < bytes.length) {
    const tag = varint();
    const field = fields[Math.floor(tag / 8)];
    const wire = tag % 8;
    if (wire === 0) {
      const value = varint();
      if (field !== undefined) decoded[field.name] = field.type === 'bool' ? value !== 0 : value;
    } else if (wire === 2) {
      const length = varint();
      const part = bytes.subarray(offset, offset + length);
      offset += length;
      // Go writes empty strings out; in JSON they would be absent.
      const isAbsent = field?.type === 'string' && length === 0;
      if (field !== undefined && !isAbsent) decoded[field.name] = readPart(field, part, decoded[field.name], fields === ENVELOPE);
    } else {
      throw StatusError.badRequest(`protobuf wire type ${wire} is not understood`);
    }
  }
  return decoded;
}

function readPart(field: Field, part: Buffer, before: unknown, isRaw: boolean): unknown {
  if (field.type === 'message') return decode(part, field.fields);
  const earlier = Array.isArray(before) ? (before as unknown[]) : [];
  if (field.type === 'messages') return [...earlier, decode(part, field.fields)];
  if (field.type === 'strings') return [...earlier, part.toString('utf8')];
  if (field.type === 'map') {
    const { key = '', value = '' } = decode(part, MAP_ENTRY) as { key?: string; value?: string };
    return { ...(before as Record<string, string> | undefined), [key]: value };
  }
  return part.toString(isRaw ? 'latin1' : 'utf8');
}
