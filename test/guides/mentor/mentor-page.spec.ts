import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { beforeAll, expect, test } from 'vitest';
import { loadReaders } from '../../../src/qpp-plugins/readers/index.js';
import { RULES } from '../../../src/tsg-parser/core/mentor/rules.js';
import { CLEAN } from './clean-guides.js';
import { problemsOf, seeded } from './lint-seed.js';
import { SEEDS } from './seeds.js';

const PAGE = join(import.meta.dirname, '../../../docs/mentor-rules.md');
beforeAll(() => loadReaders(['sql', 'kql']));

/** `npx vitest run test/guides/mentor/mentor-page.spec.ts --update` writes the page anew. */
test('docs/mentor-rules.md shows each rule with a guide that breaks it, what is said of it, and the mended guide', async () => {
  const families = [...new Set(RULES.map(({ family }) => family))].sort();
  const parts = families.map((family) => {
    const rules = RULES.filter((rule) => rule.family === family);
    return [`## ${family.charAt(0).toUpperCase()}${family.slice(1)}`, ...rules.map(sectionOf)].join('\n\n');
  });
  const text = [INTRODUCTION, ...parts].join('\n\n');
  await expect(await format(text, { ...(await resolveConfig(PAGE)), parser: 'markdown' })).toMatchFileSnapshot(PAGE);
});

const INTRODUCTION = `# The rules of TSG Mentor

Written by a test out of the guides that the rules are tested with: \`-\` is what is found, \`+\` is how it is sound.
How to run the rules, and what their severities mean: [TSG Mentor](mentor.md).`;

function sectionOf({ id, severity, about }: (typeof RULES)[number]): string {
  const example = SEEDS.find(({ rule }) => rule === id)?.wrong[0];
  if (example === undefined) throw new Error(`No guide breaks ${id}.`);
  const { markdown } = seeded(example);
  const problem = problemsOf(markdown).find(({ rule }) => rule === id);
  if (problem === undefined) throw new Error(`${id} is not found in its example.`);
  const said = [problem.message, ...(problem.suggestion === null ? [] : [`→ ${problem.suggestion}`])].join('\n');
  return `### ${id}\n\n${about} (${severity})\n\n\`\`\`\`diff\n${difference(markdown, CLEAN[example[0]])}\n\`\`\`\`\n\n\`\`\`text\n${said}\n\`\`\``;
}

/** The lines in which two guides differ, with the line before and the line after them. */
function difference(bad: string, good: string): string {
  const [left, right] = [bad.trimEnd().split('\n'), good.trimEnd().split('\n')];
  let head = 0;
  while (head < left.length && left[head] === right[head]) head += 1;
  let tail = 0;
  while (tail < Math.min(left.length, right.length) - head && left.at(-1 - tail) === right.at(-1 - tail)) tail += 1;
  const before = left.slice(Math.max(0, head - 2), head).map((line) => ` ${line}`.trimEnd());
  const after = left.slice(left.length - tail, left.length - tail + 2).map((line) => ` ${line}`.trimEnd());
  return [
    ...before,
    ...left.slice(head, left.length - tail).map((line) => `-${line}`),
    ...right.slice(head, right.length - tail).map((line) => `+${line}`),
    ...after,
  ].join('\n');
}
