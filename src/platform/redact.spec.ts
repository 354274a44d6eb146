import { expect, test } from 'vitest';
import { redact, redactDeep } from './redact.js';

test.each([
  ['Authorization: Bearer abcdefghijklmnopqrstuvwx', 'Authorization: Bearer [redacted]'],
  ['DB_PASSWORD=hunter2 next', 'DB_PASSWORD=[redacted] next'],
  ['PGPASSWORD=hunter2 psql', 'PGPASSWORD=[redacted] psql'],
  ['dbPassword: hunter2', 'dbPassword: [redacted]'],
  [String.raw`{\"password\":\"hunter2\",\"user\":\"ada\"}`, String.raw`{\"password\":\"[redacted]\",\"user\":\"ada\"}`],
  ['"api_key": "abc123"', '"api_key": "[redacted]"'],
  ['postgres://shop:pa55@db:5432/shop', 'postgres://shop:[redacted]@db:5432/shop'],
  ['https://prod.logic.azure.com/x?api-version=1&sig=AbC-1', 'https://prod.logic.azure.com/x?api-version=1&sig=[redacted]'],
  ['key AKIAABCDEFGHIJKLMNOP used', 'key [redacted] used'],
  ['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl', '[redacted]'],
  ['-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----', '[redacted]'],
])('a secret in %j is masked', (text, masked) => {
  expect(redact(text)).toBe(masked);
});

test.each(['p99 of catalogue is 850 ms', 'the tokens of the bucket ran out', 'secretary: ann', 'kubectl -n sock-shop get pods'])(
  'what is no secret stays as it is: %s',
  (text) => {
    expect(redact(text)).toBe(text);
  },
);

test('a value under the name of a secret is masked whole, its neighbours are kept', () => {
  expect(redactDeep({ token: 'x', list: [{ password: 'y', user: 'ada' }], replicas: 3 })).toEqual({
    token: '[redacted]',
    list: [{ password: '[redacted]', user: 'ada' }],
    replicas: 3,
  });
});

test('masking twice is masking once', () => {
  const once = redact('password: hunter2 and sk-abcdefghijklmnopqrst');
  expect(redact(once)).toBe(once);
});

test.each(['a', 'a-', 'a_', '1', 'a://', 'password ', 'bearer ', '?sig', '-----BEGIN '])(
  'half a megabyte of %j is looked through at once: nobody can stop the service with a long text',
  (piece) => {
    const text = piece.repeat(500_000 / piece.length);
    expect(redact(text)).toBe(text);
  },
);

test('a column with a secret in its name is masked in every row, wherever the table lies', () => {
  const table = {
    columns: ['user', 'PASSWORD', 'api_key', 'tokens'],
    rows: [
      ['ada', 'hunter2', 'k-1', 7],
      ['bob', null, 12, 8],
    ],
  };
  expect(redactDeep({ steps: [{ results: [table] }] }).steps[0]?.results[0]?.rows).toEqual([
    ['ada', '[redacted]', '[redacted]', 7],
    ['bob', null, '[redacted]', 8],
  ]);
});
