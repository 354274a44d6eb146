import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { incidentOf, reportOf } from '../../../test/support/latency/incident.js';
import { freshRun, runAfter } from '../../../test/support/latency/run.js';
import { approval, question } from '../../../test/support/latency/story.js';
import type { ApprovalView, RunView } from '../../dag-scheduler/index.js';
import type { IncidentView } from '../../incidents/index.js';
import type { Message } from '../channel.js';
import { MAX_MESSAGE_BYTES } from './assemble-card.js';
import { cut, cutMarkdown, escapeMarkdown, jsonBytes } from './card-text.js';
import { renderMessage } from './render-message.js';

const DASHBOARD = 'https://periplus.example.org';
const asking = runAfter((event) => event.type === 'approval-requested');
const done = runAfter();

const drawn = (message: Message): string => JSON.stringify(renderMessage(message, DASHBOARD));
const card = (run: RunView | null): string => drawn({ kind: 'card', incident: incidentOf(run), run });
const asked = (changed: Partial<ApprovalView>): string =>
  drawn({ kind: 'approval', incident: incidentOf(asking), run: asking, approval: { ...approval, ...changed } });

test('a message is the envelope that a Workflows webhook expects', () => {
  expect(renderMessage({ kind: 'card', incident: incidentOf(null), run: null }, DASHBOARD)).toMatchObject({
    type: 'message',
    attachments: [
      { contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null, content: { type: 'AdaptiveCard', version: '1.5' } },
    ],
  });
});

describe('the card of a run', () => {
  test('names incident, service, cluster, guide and the reason for it', () => {
    const text = card(freshRun);
    for (const part of [
      'catalogue answers slowly',
      'incident 12',
      'service catalogue',
      'cluster testbed',
      'A service of the shop is slow',
      'alert name HighLatency',
    ])
      expect(text).toContain(part);
  });

  test('is marked DEMO in a demo, and not otherwise', () => {
    expect(card(freshRun)).toContain('DEMO');
    expect(drawn({ kind: 'card', incident: { ...incidentOf(freshRun), demo: false }, run: freshRun })).not.toContain('DEMO');
  });

  test('shows each step that has run with what it found, and counts those that were not needed', () => {
    const text = card(done);
    expect(text).toContain('p99 of GET /catalogue is 2.34 s');
    expect(text).not.toContain('Take the CPU limit to the owners');
    expect(text).toContain('3 steps were not needed.');
  });

  test('says what waits for a person', () => {
    expect(card(asking)).toContain('Waits for you');
    expect(card(done)).not.toContain('Waits for you');
    const questions = [question, { ...question, id: 'question-2', status: 'grouped' as const }];
    expect(card({ ...asking, questions })).toContain('1 more question waits its turn');
  });

  test('without a run it says why, and which guides may fit', () => {
    const incident: IncidentView = { ...incidentOf(null), held: { why: 'late', sentence: 'The page came 40 minutes late.' } };
    const text = drawn({ kind: 'card', incident, run: null });
    expect(text).toContain('The page came 40 minutes late.');
    expect(text).toContain('A service of the shop fails');
  });

  test('leads to the incident in the dashboard', () => {
    expect(card(done)).toContain('"url":"https://periplus.example.org/incidents/incident-1"');
  });
});

describe('the card of an approval', () => {
  test('shows the exact call, what it changes, dry run, way back and verification', () => {
    const text = asked({});
    for (const part of [
      'kubectl -n sock-shop rollout undo deployment/catalogue --to-revision=1',
      '0.3.6 → sockshop/catalogue:0.3.5',
      'accepted by the server',
      '--to-revision=2',
      'Step 13',
    ])
      expect(text).toContain(part);
    expect(text).toContain('/incidents/incident-1#approval-approval-1');
  });

  test.each<[string, Partial<ApprovalView>, string]>([
    ['there is no way back', { proposal: { ...approval.proposal, rollback: null } }, 'NO KNOWN ROLLBACK'],
    [
      'the server refuses it',
      { proposal: { ...approval.proposal, dryRun: { accepted: false, message: 'quota' } } },
      'REFUSED by the server: quota',
    ],
    [
      'somebody would change it back',
      { proposal: { ...approval.proposal, controllers: ['Argo CD application shop'] } },
      'Argo CD application shop',
    ],
    [
      'one of two has approved',
      { approversNeeded: 2, grants: [{ by: 'ada', via: 'api-key', at: '', why: null }] },
      'Approved by ada: 1 of 2. Another person has to approve too.',
    ],
    ['it is asked for again', { why: '“slow” was true and is false' }, '“slow” was true and is false'],
    ['who started the run may not', { notBy: 'zoe' }, 'zoe, who started the run'],
    ['it was decided', { status: 'granted', decidedBy: 'ada', why: 'seen it' }, 'Granted by ada: seen it'],
  ])('says so where %s', (_where, changed, words) => {
    expect(asked(changed)).toContain(words);
  });
});

test('the card of a question shows the evidence and the answers offered', () => {
  const text = drawn({ kind: 'question', incident: incidentOf(asking), run: asking, question });
  for (const part of [question.text, 'Request rate is 1.04', '**yes** · **no**', '#question-question-1']) expect(text).toContain(part);
});

test('the card of a report has the cause with its rows, and always says what was changed and what was not checked', () => {
  const report = reportOf();
  const text = drawn({ kind: 'report', incident: incidentOf(done), run: done, report });
  for (const part of [
    'deployment/catalogue: bad release',
    '"type":"Table"',
    'Changed',
    'Verified',
    'Will it stay?',
    'Ruled out',
    'Not checked',
  ])
    expect(text).toContain(part);
  const bare = drawn({ kind: 'report', incident: incidentOf(done), run: done, report: { ...report, changed: [], notChecked: [] } });
  expect(bare).toContain('Nothing was changed.');
  expect(bare).toContain('Everything the guide asks was checked.');
});

test.each([
  ['a *bold* [link](http://x) `code` <at>all</at>', 'a \\*bold\\* \\[link\\](http://x) \\`code\\` \\<at\\>all\\</at\\>'],
  ['# heading', '\\# heading'],
  ['- item', '\\- item'],
  ['1. item', '1\\. item'],
  ['two\n\nlines', 'two lines'],
  ['{{DATE(2026-11-21T00:00:00Z)}}', '{\u200b{DATE(2026-11-21T00:00:00Z)}}'],
  ['nul \u0000 here', 'nul \ufffd here'],
  ['a plain sentence, 99.9% of the time.', 'a plain sentence, 99.9% of the time.'],
])('foreign text %j is shown as it stands', (text, shown) => {
  expect(escapeMarkdown(text)).toBe(shown);
});

test('a cut never breaks a character or an escape, and keeps its promise in bytes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), fc.integer({ min: 12, max: 300 }), (text, bytes) => {
      const short = cut(text.toWellFormed(), bytes);
      expect(jsonBytes(short)).toBeLessThanOrEqual(bytes);
      expect(short.isWellFormed()).toBe(true);
      expect(jsonBytes(cutMarkdown(text, bytes))).toBeLessThanOrEqual(bytes);
    }),
  );
  expect(cutMarkdown('*'.repeat(50), 20)).toMatch(/^(?:\\\*)+…$/u);
});

test('no message is larger than 20 KB, whatever is in it', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 3_000 }),
    fc.constantFrom('*'.repeat(9_000), '\u0000'.repeat(9_000), '🧭'.repeat(5_000), '"\\'.repeat(5_000)),
  );
  fc.assert(
    fc.property(text, text, fc.integer({ min: 0, max: 90 }), (a, b, many) => {
      for (const message of largeMessages(a, b, many)) {
        const rendered = renderMessage(message, DASHBOARD);
        expect(jsonBytes(rendered)).toBeLessThanOrEqual(MAX_MESSAGE_BYTES);
      }
    }),
    { numRuns: 25 },
  );
});

function largeMessages(a: string, b: string, many: number): readonly Message[] {
  const lines = Array.from({ length: many }, () => b);
  const incident: IncidentView = { ...incidentOf(asking), title: a, service: b, cluster: a, severity: b };
  const proposal = {
    ...approval.proposal,
    rendered: a,
    changes: lines,
    controllers: lines,
    rollback: { ...approval.proposal.rollback!, rendered: b },
  };
  const large: ApprovalView = { ...approval, proposal, verification: a, why: b };
  const asks = { ...question, text: a, evidence: lines, options: lines };
  const run: RunView = {
    ...done,
    guideTitle: a,
    outcome: { ...done.outcome!, sentence: b },
    approvals: lines.map(() => large),
    questions: lines.map(() => asks),
    steps: done.steps.flatMap((step) => lines.map(() => ({ ...step, findings: [{ sentence: b, queryId: null, rows: [] }] }))),
  };
  const sentences = lines.map((sentence) => ({
    sentence,
    stepId: 's1',
    queryId: null,
    evidence: {
      columns: [a, b, a],
      rows: [
        [a, b, 1],
        [b, a, null],
      ],
    },
  }));
  const report = {
    ...reportOf(),
    rootCause: { entity: a, cause: b },
    cause: sentences,
    changed: sentences,
    ruledOut: sentences,
    notChecked: sentences,
    verified: sentences,
    willItStay: sentences,
  };
  return [
    { kind: 'card', incident, run },
    {
      kind: 'card',
      incident: { ...incident, matches: lines.map((reason) => ({ guideId: 'g', guideTitle: a, kind: 'searched', reason, score: 0 })) },
      run: null,
    },
    { kind: 'approval', incident, run, approval: large },
    { kind: 'question', incident, run, question: asks },
    { kind: 'report', incident, run, report },
    { kind: 'note', incident, run, text: a },
  ];
}
