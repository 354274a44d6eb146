import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { QueryLanguage } from '../tsg-parser/index.js';
import { hostileValue } from './__fixtures__/hostile-values.js';
import { bound, propertyRuns, templateOf } from './__fixtures__/template.js';
import { byHand } from './by-hand.js';

function rendered(language: QueryLanguage, text: string, values: Record<string, string | number>): string {
  return byHand(templateOf(language, text, Object.keys(values)), bound(values), '').rendered;
}

test.each([
  [
    'shell',
    'journalctl -u {unit} --since {start}',
    { unit: 'kubelet', start: '2026-01-01 10:00' },
    "journalctl -u kubelet --since '2026-01-01 10:00'",
  ],
  ['shell', 'grep "{word}" {file}', { word: 'out of memory', file: '/var/log/a.log' }, 'grep "out of memory" /var/log/a.log'],
  ['powershell', 'Restart-NetAdapter -Name "AdapterName"', { AdapterName: 'Ethernet 2' }, "Restart-NetAdapter -Name 'Ethernet 2'"],
  ['shell', 'sleep {n}', { n: -5 }, 'sleep -5'],
  ['sql', "delete from t where a = '{a}'", { a: "o'brien" }, "delete from t where a = 'o''brien'"],
] as const)('%s: %s has its values in place', (language, text, values, expected) => {
  expect(rendered(language, text, values)).toBe(expected);
});

test('a value that could mean more than itself stays a hole, and is told beside the command', () => {
  const preparation = byHand(templateOf('shell', 'ssh host cat {file}', ['file']), bound({ file: 'a; reboot' }), 'No shell runs here.');
  expect(preparation).toEqual({
    kind: 'by-hand',
    rendered: 'ssh host cat {file}',
    reason: 'No shell runs here. To be put in with care: file is "a; reboot".',
  });
});

test('what has no value stays as it is written', () => {
  expect(rendered('shell', 'cp {from} <to>', { from: 'a' })).toBe('cp a <to>');
});

/** Each prints the value's characters, one line a word, also through a shell within the shell. */
const PRINTING = [
  "printf '%s\\n' {v}",
  'printf \'%s\\n\' "{v}"',
  "printf '%s\\n' '{v}'",
  'bash -c "printf \'%s\\n\' {v}"',
  'echo "$(printf \'%s\\n\' {v})" # {v}',
];

test('whatever the value, a shell runs the command that was written and no other', () => {
  const commands = new Map<string, string>();
  fc.assert(
    fc.property(fc.oneof(hostileValue(), fc.stringMatching(/^[a-z0-9 .:/-]{1,12}$/u)), fc.constantFrom(...PRINTING), (v, text) => {
      const command = rendered('shell', text, { v });
      if (command.includes('{v}')) expect(command).toBe(text);
      else commands.set(command, v);
    }),
    propertyRuns,
  );
  const script = [...commands.keys()].map((command) => `${command}\nprintf '\\0'`).join('\n');
  const printed = execFileSync('bash', ['-s'], { input: script, encoding: 'utf8', stdio: ['pipe', 'pipe', 'pipe'] }).split('\0');
  const words = (text: string): string =>
    text
      .split(/\s+/u)
      .filter((word) => word !== '')
      .join(' ');
  expect([...commands.values()].map(words)).toEqual(printed.slice(0, -1).map(words));
  expect(commands.size).toBeGreaterThan(100);
});
