import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { createQueryReader, loadReaders } from '../../src/qpp-plugins/readers/index.js';
import { compileTsg } from '../../src/tsg-parser/core/compile-tsg.js';
import { lintTsg } from '../../src/tsg-parser/core/lint-tsg.js';

const page = readFileSync(join(import.meta.dirname, '../../docs/guide-format.md'), 'utf8');
const examples = [...page.matchAll(/````markdown\n([\s\S]*?)````\n\n```(plan|problems)\n([\s\S]*?)```/g)].map(
  ([, markdown = '', kind = '', expected = '']) => ({ markdown, kind, expected: expected.trim().split('\n') }),
);
const reader = createQueryReader();
beforeAll(() => loadReaders());

test('the page has an example for each thing it teaches', () => {
  expect(examples.length).toBeGreaterThanOrEqual(6);
});

test.each(examples.map((example, index) => [index + 1, example] as const))(
  'example %i of docs/guide-format.md becomes what the page says',
  (_number, { markdown, kind, expected }) => {
    if (kind === 'problems') {
      expect(lintTsg(markdown, reader).map(({ rule }) => rule)).toEqual(expect.arrayContaining(expected));
      return;
    }
    const { plan, problems } = compileTsg(markdown, reader);
    expect(plan?.edges.map(({ from, to, condition }) => `${from} -> ${to}${condition === null ? '' : ` [${condition.text}]`}`)).toEqual(
      expected,
    );
    expect(problems).toEqual([]);
  },
);
