import { expect, test } from 'vitest';
import { about, loggerTo } from './logger.js';

function linesOf(write: (logger: ReturnType<typeof loggerTo>) => void): readonly string[] {
  const lines: string[] = [];
  write(loggerTo({ write: (line) => lines.push(line) }, 'info'));
  return lines;
}

test('an error is logged without the secrets in its sentence, and without what its driver hung on it', () => {
  const error = Object.assign(new Error('no answer from postgres://shop:hunter2@db/shop', { cause: new Error('token=hunter2') }), {
    code: 'ECONNREFUSED',
    parameters: ['hunter2'],
  });
  const [line] = linesOf((logger) => {
    logger.error({ err: error, password: 'hunter2' }, 'A request failed, with secret=hunter2.');
  });
  expect(line).toContain('no answer from postgres://shop:[redacted]@db/shop');
  expect(line).toContain('ECONNREFUSED');
  expect(line).not.toContain('hunter2');
});

test('every line says what it is about', () => {
  const [line] = linesOf((logger) => {
    about({ incidentId: 'i1' }, () => {
      about({ runId: 'r1' }, () => {
        logger.info('a step ran');
      });
    });
  });
  expect(JSON.parse(line ?? '')).toMatchObject({ incidentId: 'i1', runId: 'r1', msg: 'a step ran' });
});
