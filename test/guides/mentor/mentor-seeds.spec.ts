import { beforeAll, describe, expect, test } from 'vitest';
import { loadReaders } from '../../../src/qpp-plugins/readers/index.js';
import { RULES } from '../../../src/tsg-parser/core/mentor/rules.js';
import { CLEAN } from './clean-guides.js';
import { findings, seeded, type Case } from './lint-seed.js';
import { SEEDS } from './seeds.js';

beforeAll(() => loadReaders(['sql', 'kql']));

test.each(Object.entries(CLEAN))('nothing is said of the clean guide "%s"', (_name, markdown) => {
  expect(findings(markdown)).toEqual([]);
});

describe.each(SEEDS)('$rule', ({ rule, wrong, fine, also = [] }) => {
  test.each(wrong.map((seed) => [told(seed), seed] as const))('is found in %s', (_told, seed) => {
    const { markdown, line } = seeded(seed);
    const found = findings(markdown, rule);
    expect(found).toContain(`${rule}@${String(line)}`);
    expect(found.filter((finding) => ![rule, ...also].includes(finding.replace(/@.*/, '')))).toEqual([]);
  });

  test.each(fine.map((seed) => [told(seed), seed] as const))('is not found in %s', (_told, seed) => {
    expect(findings(seeded(seed).markdown, rule)).toEqual([]);
  });
});

test('every rule has its seeds', () => {
  expect(SEEDS.map(({ rule }) => rule).sort()).toEqual(RULES.map(({ id }) => id).sort());
});

/** The last change, on one line. */
function told([guide, ...changes]: Case): string {
  const [, to] = changes.filter((change) => typeof change !== 'string').at(-1) ?? ['', ''];
  return `${guide}: ${to.replace(/\s+/g, ' ').slice(0, 90)}`;
}
