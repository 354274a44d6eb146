import { expect, test } from 'vitest';
import type { PolicyRule } from '../../gates/index.js';
import { planOf } from '../../../test/support/plan-of.js';
import { proposalOf } from '../../../test/support/world.js';
import type { PreparedQuery } from '../../qpp-plugins/index.js';
import { whyNotSent } from './may-be-sent.js';
import type { ChangeFacts } from './may-be-sent.js';
import type { ApprovalGrant } from './run.js';

const query = { queryId: 'fix.q1', rendered: '!set replicas 2' } as PreparedQuery;
const proposal = proposalOf(query, { value: '1', version: 1 });
const plan = planOf('fix');
const byAda: ApprovalGrant = { by: 'ada', via: 'cli', at: '', why: null };
const facts: ChangeFacts = {
  run: { guideId: 'g', endedAt: null, cancelledBy: null, takenOverBy: null, mode: 'act', startedBy: 'zoe' },
  frozen: null,
  incident: 'open',
  guides: { g: { mode: 'act', planId: plan.id } },
  approval: { status: 'granted', isFresh: true, grants: [byAda] },
  issuedRoles: { mia: 'approver', rob: 'responder' },
};
const granted = (...grants: ApprovalGrant[]): Partial<ChangeFacts> => ({
  approval: { status: 'granted', isFresh: true, grants },
});
const by = (name: string): ApprovalGrant => ({ ...byAda, by: name, via: 'api-key' });

const rule = (parts: Partial<PolicyRule> & Pick<PolicyRule, 'ruling'>): PolicyRule => ({
  plan: '*',
  cluster: '*',
  namespace: '*',
  verb: '*',
  approver: 'anybody',
  ...parts,
});
const door = { http: { host: '0.0.0.0' }, security: { apiKeys: [{ name: 'kim', sha256: '', role: 'admin' as const }] } };

function whyNot(parts: Partial<ChangeFacts>, policy: readonly PolicyRule[] = [], rollback = true, limited = plan): string | null {
  const change = rollback ? proposal : { ...proposal, rollback: null };
  return whyNotSent(change, { ...facts, ...parts }, { policy, plan: limited, stepId: 'fix', door, frozen: null })?.because ?? null;
}

test('what nothing speaks against may be sent', () => {
  expect(whyNot({})).toBeNull();
  expect(whyNot({ incident: 'none', guides: {} })).toBeNull();
  expect(whyNot(granted(by('kim')))).toBeNull();
  expect(whyNot(granted(by('mia'), byAda), [], false)).toBeNull();
  expect(whyNot({ approval: null }, [rule({ ruling: 'auto' })])).toBeNull();
});

test.each<[string, Partial<ChangeFacts>, string]>([
  ['the run has ended', { run: { ...facts.run, endedAt: '2026-11-20T12:00:00Z' } }, 'has ended'],
  ['the run was cancelled', { run: { ...facts.run, cancelledBy: 'eve' } }, 'cancelled by eve'],
  ['somebody has taken over', { run: { ...facts.run, takenOverBy: 'eve' } }, 'eve has taken the run over'],
  ['the run may only suggest', { run: { ...facts.run, mode: 'suggest' } }, 'suggest mode'],
  ['changes are frozen', { frozen: { by: 'eve', why: 'a bad night', at: '' } }, 'frozen by eve: a bad night'],
  ['the incident is resolved', { incident: 'resolved' }, 'resolved'],
  ['the incident is gone', { incident: 'unknown' }, 'no longer on record'],
  ['the guide has changed', { guides: { g: { mode: 'act', planId: 'sha256:other' } } }, 'has been changed'],
  ['the guide has lost its permission', { guides: { g: { mode: 'suggest', planId: plan.id } } }, 'suggest mode'],
  ['the approval was withdrawn', { approval: { status: 'void', isFresh: true, grants: [byAda] } }, 'is void'],
  ['the approval is old', { approval: { status: 'granted', isFresh: false, grants: [byAda] } }, 'older'],
  ['nobody approved it, and policy asks', { approval: null }, 'a person approves it'],
  ['a key is not known any more', granted(by('sam')), 'sam, who approved it, is no longer an approver'],
  ['a key has a lower role', granted(by('rob')), 'rob, who approved it, is no longer an approver'],
  ['the door is no longer keyless', granted({ ...byAda, via: 'loopback' }), 'no longer an approver'],
  ['a role cannot be looked up', granted({ ...byAda, via: 'teams' }), 'no longer an approver'],
])('nothing is sent where %s', (_case, parts, because) => {
  expect(whyNot(parts)).toContain(because);
});

test('a change without a way back that one person approved, however often, is not sent', () => {
  expect(whyNot({}, [], false)).toBe('It was approved by 1 of 2 people.');
  expect(whyNot(granted(byAda, byAda), [], false)).toBe('It was approved by 1 of 2 people.');
});

test('policy decides as it stands now', () => {
  expect(whyNot({}, [rule({ ruling: 'never' })])).toContain('Policy forbids it');
  const never = { cluster: '*', namespace: '*', verb: 'set', ruling: 'never' } as const;
  expect(whyNot({}, [], true, { ...plan, limits: { mode: null, rulings: [never] } })).toContain('Policy forbids it. The guide');
  expect(whyNot(granted({ ...byAda, by: 'zoe' }), [rule({ ruling: 'approve', approver: 'not-the-starter' })])).toContain(
    'zoe started the run',
  );
  expect(whyNotSent(proposal, { ...facts, approval: null }, { policy: [], plan, stepId: 'fix', door, frozen: null })?.askOf).toBe(
    'anybody',
  );
});
