import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { createQueryReader, loadReaders } from '../../src/qpp-plugins/readers/index.js';
import { compileTsg, lintTsg, newOverlay } from '../../src/tsg-parser/index.js';
import type { GuideCompanions, PlanDag } from '../../src/tsg-parser/index.js';

const page = readFileSync(join(import.meta.dirname, '../../docs/guide-format.md'), 'utf8');
const EXAMPLE = /````markdown\n([\s\S]*?)````\n\n(?:```overlay\n([\s\S]*?)```\n\n)?```(plan|problems)\n([\s\S]*?)```/g;
const examples = [...page.matchAll(EXAMPLE)].map(([, markdown = '', overlay, kind = '', expected = '']) => ({
  markdown,
  overlay,
  kind,
  expected: expected.trim().split('\n'),
}));
const reader = createQueryReader();
beforeAll(() => loadReaders());

test('the page has an example for each thing it teaches', () => {
  expect(examples.length).toBeGreaterThanOrEqual(12);
});

/** The page writes HASH1, HASH2 where a skeleton would have the hashes of the steps, in their order. */
function beside(markdown: string, overlay: string | undefined): GuideCompanions {
  if (overlay === undefined) return {};
  const skeleton = newOverlay('mail.md', markdown, compileTsg(markdown, reader));
  const hashes = [...skeleton.matchAll(/hash: "(\w+)"/g)].map((match) => match[1] ?? '');
  return {
    overlay: { name: 'mail.periplus.yaml', text: overlay.replace(/HASH(\d)/g, (_all, index: string) => hashes[Number(index) - 1] ?? '') },
  };
}

function drawn(plan: PlanDag | null): string[] {
  return [
    ...(plan?.edges ?? []).map(({ from, to, condition }) => `${from} -> ${to}${condition === null ? '' : ` [${condition.text}]`}`),
    ...(plan?.loops ?? []).map(({ from, to, maxIterations }) => `${from} loops to ${to}, at most ${maxIterations} times`),
    ...(plan?.nodes ?? []).flatMap(({ id, subGuide }) => (subGuide === null ? [] : [`${id} is the guide ${subGuide}`])),
  ];
}

test.each(examples.map((example, index) => [index + 1, example] as const))(
  'example %i of docs/guide-format.md becomes what the page says',
  (_number, { markdown, overlay, kind, expected }) => {
    const companions = beside(markdown, overlay);
    if (kind === 'problems') {
      expect(lintTsg(markdown, reader, companions).map(({ rule }) => rule)).toEqual(expect.arrayContaining(expected));
      return;
    }
    const { plan, problems } = compileTsg(markdown, reader, companions);
    expect(drawn(plan)).toEqual(expected);
    expect(problems).toEqual([]);
  },
);
