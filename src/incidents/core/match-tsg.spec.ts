import { describe, expect, test } from 'vitest';
import { decisiveMatch, matchTsg } from './match-tsg.js';
import type { MatchSubject } from './match-tsg.js';

type Guide = Parameters<typeof matchTsg>[1][number];

function guide(id: string, parts: Partial<Guide> = {}): Guide {
  return { id, title: `Guide ${id}`, alertNames: [], services: [], runbookUrls: [], bindings: [], ...parts };
}

const subject: MatchSubject = {
  title: 'carts answers slowly',
  text: '',
  alertName: 'HighLatency',
  service: 'carts',
  runbookUrl: 'https://wiki.example.org/runbooks/latency/',
};
const bound = [{ service: 'carts', by: 'ada@example.org', at: '2026-11-21T10:00:00Z' }];

describe('an exact key', () => {
  test.each<[string, Guide[], string]>([
    ['the alert name starts its guide', [guide('a', { alertNames: ['HighLatency'] }), guide('b')], 'a'],
    ['the letter case of an alert name does not matter', [guide('a', { alertNames: ['highlatency'] })], 'a'],
    [
      'a runbook_url outweighs an alert name',
      [guide('a', { alertNames: ['HighLatency'] }), guide('b', { runbookUrls: ['https://wiki.example.org/runbooks/latency'] })],
      'b',
    ],
    ['an alert name outweighs a binding', [guide('a', { bindings: bound }), guide('b', { alertNames: ['HighLatency'] })], 'b'],
    ['a service bound by a person starts its guide', [guide('a', { bindings: bound }), guide('b')], 'a'],
    [
      'the guide that names the service is the more specific',
      [guide('a', { alertNames: ['HighLatency'] }), guide('b', { alertNames: ['HighLatency'], services: ['carts'] })],
      'b',
    ],
    ['a guide for another service does not match', [guide('a', { alertNames: ['HighLatency'], services: ['payment'] })], 'none'],
    [
      'equally specific guides leave the choice to a person',
      [guide('a', { alertNames: ['HighLatency'] }), guide('b', { alertNames: ['HighLatency'] })],
      'ambiguous',
    ],
    [
      'another anchor of the same page is another runbook',
      [guide('a', { runbookUrls: ['https://wiki.example.org/runbooks/latency#disk'] })],
      'none',
    ],
    ['no guide, no match', [], 'none'],
  ])('%s', (_promise, guides, decided) => {
    const match = decisiveMatch(matchTsg(subject, guides));
    expect(typeof match === 'string' ? match : match.guideId).toBe(decided);
  });

  test('the reason is said', () => {
    expect(matchTsg(subject, [guide('a', { alertNames: ['HighLatency'], services: ['carts'] })])[0]?.reason).toBe(
      'alert name HighLatency, service carts',
    );
    expect(matchTsg({ ...subject, alertName: null, runbookUrl: null }, [guide('a', { bindings: bound })])[0]?.reason).toBe(
      'bound to service carts by ada@example.org',
    );
  });
});

describe('a search by words', () => {
  test('is offered, and starts nothing', () => {
    const matches = matchTsg({ ...subject, alertName: null, runbookUrl: null }, [
      guide('a', { title: 'A service answers slowly', alertNames: ['SlowAnswers'] }),
      guide('b', { title: 'Disk full on a node' }),
    ]);
    expect(matches).toMatchObject([{ guideId: 'a', kind: 'searched' }]);
    expect(matches[0]?.reason).toContain('answer');
    expect(decisiveMatch(matches)).toBe('none');
  });

  test('offers five at most, the best first', () => {
    const guides = Array.from({ length: 9 }, (_, index) =>
      guide(String(index), { title: index === 7 ? 'carts answers slowly' : `carts answers with trouble ${index}` }),
    );
    const matches = matchTsg({ ...subject, alertName: null, runbookUrl: null }, guides);
    expect(matches).toHaveLength(5);
    expect(matches[0]?.guideId).toBe('7');
  });
});
