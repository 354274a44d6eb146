import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { SystemClock } from '../platform/clock.js';
import { hashOfKey, personOfKey } from './core/api-key.js';
import { hasRole, ROLES } from './core/identity.js';
import type { Person } from './core/identity.js';
import { isKeyless, refuseOpenDoor } from './core/open-door.js';
import { rulingOf, tightened } from './core/policy.js';
import type { PolicyQuestion, PolicyRule } from './core/policy.js';
import { foreignness } from './core/request-origin.js';
import { FileFreeze } from './file-freeze.js';
import { Identity } from './identity.service.js';
import { People } from './people.js';
import type { ApiKeyRecord } from './people.js';

const question: PolicyQuestion = { planId: 'sha256:a', cluster: 'prod', namespace: 'shop', verb: 'scale', controllers: [] };

function rule(parts: Partial<PolicyRule> & Pick<PolicyRule, 'ruling'>): PolicyRule {
  return { plan: '*', cluster: '*', namespace: '*', verb: '*', approver: 'anybody', ...parts };
}

describe('policy', () => {
  test.each<[string, PolicyRule[], Partial<PolicyQuestion>, string]>([
    ['a change nobody ruled on is approved by a person', [], {}, 'approve'],
    ['a rule for the verb decides', [rule({ verb: 'scale', ruling: 'auto' })], {}, 'auto'],
    ['a rule for another verb does not speak of it', [rule({ verb: 'delete', ruling: 'never' })], {}, 'approve'],
    ['a rule for another cluster does not speak of it', [rule({ cluster: 'test', ruling: 'auto' })], {}, 'approve'],
    ['a rule for another namespace does not speak of it', [rule({ namespace: 'bank', ruling: 'auto' })], {}, 'approve'],
    [
      'a rule for a namespace does not speak of what has none',
      [rule({ namespace: 'shop', ruling: 'auto' })],
      { namespace: null },
      'approve',
    ],
    ['a changed plan falls back to approval', [rule({ plan: 'sha256:old', ruling: 'auto' })], {}, 'approve'],
    ['the more specific rule decides', [rule({ ruling: 'never' }), rule({ verb: 'scale', namespace: 'shop', ruling: 'auto' })], {}, 'auto'],
    [
      'a rule for the plan outweighs the others',
      [rule({ verb: 'scale', namespace: 'shop', cluster: 'prod', ruling: 'auto' }), rule({ plan: 'sha256:a', ruling: 'never' })],
      {},
      'never',
    ],
    [
      'among equally specific rules the strictest decides',
      [rule({ verb: 'scale', ruling: 'auto' }), rule({ verb: 'scale', ruling: 'never' })],
      {},
      'never',
    ],
    ['a controller that changes it back means never', [], { controllers: ['Argo CD application shop'] }, 'never'],
    ['a general permission does not overrule a controller', [rule({ ruling: 'auto' })], { controllers: ['Flux'] }, 'never'],
    ['a rule that names the verb does', [rule({ verb: 'scale', ruling: 'approve' })], { controllers: ['Flux'] }, 'approve'],
  ])('%s', (_promise, rules, parts, ruling) => {
    const answer = rulingOf({ ...question, ...parts }, rules);
    expect(answer.ruling).toBe(ruling);
    expect(answer.because).not.toBe('');
  });

  test.each([
    ['auto', [{ verb: 'scale', ruling: 'approve' }], 'approve'],
    ['auto', [{ verb: 'scale', ruling: 'approve' }, { ruling: 'never' }], 'never'],
    ['approve', [{ namespace: 'shop', ruling: 'never' }], 'never'],
    ['never', [{ ruling: 'approve' }], 'never'],
    ['auto', [{ verb: 'delete', ruling: 'never' }], 'auto'],
    ['auto', [{ namespace: 'bank', ruling: 'never' }], 'auto'],
    ['auto', [], 'auto'],
  ] as const)('policy says %s, the guide %j: the stricter holds, %s', (ruling, own, expected) => {
    const rules = own.map((parts) => ({ cluster: '*', namespace: '*', verb: '*', ...parts }));
    expect(tightened({ ruling, approver: 'anybody', because: 'policy' }, question, rules).ruling).toBe(expected);
  });
});

describe('the door', () => {
  const key = { name: 'ci', sha256: hashOfKey('secret'), role: 'viewer' };

  test.each([
    ['127.0.0.1', [], true],
    ['127.9.9.9', [], true],
    ['::1', [], true],
    ['localhost', [], true],
    ['0.0.0.0', [], false],
    ['::', [], false],
    ['10.0.0.7', [], false],
    ['127.0.0.1.example.org', [], false],
    ['0.0.0.0', [key], true],
  ])('bound to %s with keys %j it may open: %s', (host, apiKeys, opens) => {
    const open = (): void => {
      refuseOpenDoor({ http: { host }, security: { apiKeys } });
    };
    if (opens) expect(open).not.toThrow();
    else expect(open).toThrow(/without an API key/u);
  });

  test('a key on loopback ends the keyless person', () => {
    expect(isKeyless({ http: { host: '127.0.0.1' }, security: { apiKeys: [] } })).toBe(true);
    expect(isKeyless({ http: { host: '127.0.0.1' }, security: { apiKeys: [key] } })).toBe(false);
  });

  test.each([
    ['127.0.0.1:3000', undefined, true],
    ['localhost:3000', 'http://localhost:3000', true],
    ['[::1]:3000', undefined, true],
    ['periplus.example.org', undefined, true],
    ['attacker.example', undefined, false],
    ['127.0.0.1:3000', 'https://attacker.example', false],
    ['127.0.0.1:3000', 'null', false],
    ['127.0.0.1.attacker.example:3000', undefined, false],
    [undefined, undefined, false],
    ['not a host', undefined, false],
  ])('host %s with origin %s is ours: %s', (host, origin, ours) => {
    expect(foreignness({ host, origin }, ['periplus.example.org']) === null).toBe(ours);
  });
});

class KeysOf extends People {
  constructor(private readonly records: ApiKeyRecord[]) {
    super();
  }
  keys(): Promise<readonly ApiKeyRecord[]> {
    return Promise.resolve(this.records);
  }
  issue(key: ApiKeyRecord, _by: Person): Promise<void> {
    this.records.push(key);
    return Promise.resolve();
  }
  revoke(): Promise<boolean> {
    return Promise.resolve(false);
  }
}

describe('identity', () => {
  const records: ApiKeyRecord[] = [{ name: 'ada', sha256: hashOfKey('ada-key'), role: 'approver' }];
  const guarded = { http: { host: '0.0.0.0', port: 0 }, security: { apiKeys: records, allowedHosts: [] } };
  const open = { http: { host: '127.0.0.1', port: 0 }, security: { apiKeys: [], allowedHosts: [] } };
  const origin = { host: '127.0.0.1:3000', origin: undefined };

  test('a known key is its person, and no other', async () => {
    const identity = new Identity(guarded, new KeysOf([{ name: 'bot', sha256: hashOfKey('bot-key'), role: 'viewer' }]));
    expect(await identity.identify({ ...origin, authorization: 'Bearer ada-key' })).toMatchObject({
      kind: 'known',
      person: { id: 'ada', role: 'approver', via: 'api-key' },
    });
    expect(await identity.identify({ ...origin, authorization: 'bearer bot-key' })).toMatchObject({
      kind: 'known',
      person: { id: 'bot', role: 'viewer' },
    });
    for (const authorization of [undefined, '', 'Bearer', 'Bearer nope', 'Basic ada-key', 'Bearer ada-key x']) {
      expect(await identity.identify({ ...origin, authorization })).toMatchObject({ kind: 'unknown' });
    }
  });

  test('keyless loopback is the person local; a foreign host or page is refused', async () => {
    const identity = new Identity(open, new KeysOf([]));
    expect(await identity.identify({ ...origin, authorization: undefined })).toMatchObject({
      kind: 'known',
      person: { id: 'local', role: 'admin', via: 'loopback' },
    });
    expect(await identity.identify({ ...origin, host: 'evil.example', authorization: undefined })).toMatchObject({ kind: 'foreign' });
    expect(await identity.identify({ ...origin, origin: 'https://evil.example', authorization: undefined })).toMatchObject({
      kind: 'foreign',
    });
  });

  test('no hash of a damaged record ever matches', () => {
    expect(personOfKey('x', [{ name: 'broken', sha256: 'abc', role: 'admin' }])).toBeNull();
  });

  test('a higher role may do all that a lower one may', () => {
    for (const [rank, role] of ROLES.entries()) {
      for (const [needed, neededRole] of ROLES.entries()) {
        expect(hasRole({ role }, neededRole)).toBe(rank >= needed);
      }
    }
  });
});

describe('the kill switch', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'periplus-freeze-'));
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));

  test('freezes, says who and why, and thaws', async () => {
    const freeze = new FileFreeze(join(directory, 'deep', 'frozen'), new SystemClock());
    expect(await freeze.notice()).toBeNull();
    await freeze.freeze({ id: 'ada' }, 'a bad night');
    expect(await freeze.notice()).toMatchObject({ by: 'ada', why: 'a bad night' });
    expect(await freeze.thaw()).toBe(true);
    expect(await freeze.thaw()).toBe(false);
    expect(await freeze.notice()).toBeNull();
  });

  test('a file put there by hand, of any content, freezes', async () => {
    const freeze = new FileFreeze(join(directory, 'frozen'), new SystemClock());
    for (const text of ['', 'stop!', '{"by": 7}']) {
      await writeFile(join(directory, 'frozen'), text);
      expect(await freeze.notice()).not.toBeNull();
    }
  });

  test('a switch that cannot be read counts as frozen', async () => {
    expect(await new FileFreeze(directory, new SystemClock()).notice()).not.toBeNull();
  });
});
