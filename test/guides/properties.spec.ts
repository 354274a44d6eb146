import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { createQueryReader, loadReaders } from '../../src/qpp-plugins/readers/index.js';
import { compileTsg } from '../../src/tsg-parser/core/compile-tsg.js';
import { lintTsg } from '../../src/tsg-parser/core/lint-tsg.js';
import type { PlanDag } from '../../src/tsg-parser/core/plan.js';

const reader = createQueryReader();
beforeAll(() => loadReaders());

/** Words that mean something to the compiler, in any order. */
const CUES = [
  '# Title', '## Diagnosis', '## Mitigation', '## Step 1 - Look', '## Step 2 - Act', '### A. Part', '1. Check the pods:', '2. If the pod is gone, restart it.', '- **Yes** -> Go to Step 2',
  '- Otherwise, stop here.', 'If X is high, go to Step 2.', 'Otherwise, proceed to Step 9.', 'Start Steps 1 through 3 in parallel.', 'Return to Step 1.', 'Is it red?', '```bash', '```', 'kubectl get pods -n <ns>',
  'kubectl delete pod $POD', '<PLUGIN_1>', '</PLUGIN_1>', 'SELECT 1', '---', 'title: x', '> note', '| a | b |', '|---|---|', '<!-- when: any(value) > 1 -> Step 2 -->', '<!--', '-->', '[x](#a-part)', 'If the issue persists, contact support.', '    indented', '', '\t', '\u0000', '…',
]; // prettier-ignore
const guideLike = fc
  .array(
    fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...CUES) }, { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) }),
    { maxLength: 40 },
  )
  .map((lines) => lines.join('\n'));
const anyText = fc.oneof(
  guideLike,
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc.uint8Array({ maxLength: 400 }).map((bytes) => new TextDecoder().decode(bytes)),
);

describe('any text at all', () => {
  test('compiles or is refused with a reason, points to lines that exist, and gives a sound plan', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { plan, problems } = compileTsg(text, reader);
        const lineCount = text.split(/\r\n?|\n/).length;
        expect(plan !== null || problems.some(({ severity }) => severity === 'error')).toBe(true);
        for (const { line } of problems) expect(line >= 1 && line <= lineCount).toBe(true);
        if (plan !== null) expectSound(plan, lineCount);
      }),
      { numRuns: 300 },
    );
  });

  test('gives the same plan and the same findings every time', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(compileTsg(text, reader)).toEqual(compileTsg(text, reader));
        const lineCount = text.split(/\r\n?|\n/).length;
        for (const { line } of lintTsg(text, reader)) expect(line >= 1 && line <= lineCount).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  test('deep nesting does not exhaust the stack', () => {
    for (const text of [
      '> '.repeat(2000) + 'x',
      '> '.repeat(400_000) + 'x',
      '- '.repeat(400_000) + 'x',
      '- '.repeat(500) + 'x',
      '('.repeat(20_000),
      '`'.repeat(20_001),
      '['.repeat(5000),
      '#'.repeat(5000),
    ]) {
      expect(() => compileTsg(text, reader)).not.toThrow();
    }
  });
});

/** Acyclic, ends exist, lines exist, queries lie within the document. */
function expectSound(plan: PlanDag, lineCount: number): void {
  const ids = new Set(['start', 'end', ...plan.nodes.map(({ id }) => id)]);
  expect(ids.size).toBe(plan.nodes.length + 2);
  for (const { from, to } of [...plan.edges, ...plan.loops])
    expect(ids.has(from) && ids.has(to) && from !== 'end' && to !== 'start').toBe(true);
  for (const { lines, queries } of plan.nodes) {
    for (const [first, last] of [lines, ...queries.map((query) => query.lines)])
      expect(first >= 1 && first <= last && last <= lineCount).toBe(true);
  }
  expect(new Set(plan.edges.map(({ from, to }) => `${from}>${to}`)).size).toBe(plan.edges.length);
  expect(isAcyclic(plan)).toBe(true);
}

function isAcyclic({ nodes, edges }: PlanDag): boolean {
  const left = new Set(nodes.map(({ id }) => id));
  for (let shrunk = true; shrunk;) {
    shrunk = false;
    for (const id of left) {
      if (edges.some(({ from, to }) => to === id && left.has(from))) continue;
      left.delete(id);
      shrunk = true;
    }
  }
  return left.size === 0;
}

const labelled = join(import.meta.dirname, '../../../shared/corpus/labelled');
describe.skipIf(!existsSync(labelled))('guides of the open world', () => {
  const names = existsSync(labelled) ? readdirSync(labelled).filter((name) => name.endsWith('.md')) : [];
  test.each(names)('%s has a sound plan in which every step is reached', (name) => {
    const markdown = readFileSync(join(labelled, name), 'utf8');
    const { plan, problems } = compileTsg(markdown, reader);
    expect(plan?.nodes.length).toBeGreaterThan(1);
    if (plan !== null) expectSound(plan, markdown.split('\n').length);
    expect(problems.filter(({ rule }) => rule === 'unreachable-step' || rule === 'cycle')).toEqual([]);
  });
});
