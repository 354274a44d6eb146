import fc from 'fast-check';

const TRICKS = ['"', "'", "''", '\\', "\\'", "'; DROP TABLE t; --", "' OR '1'='1", '/*', '*/ --', '$1', '$$', '?1', '{v}', '\n', '\u0000', '\u2028', '5m', '1', '"} or up{a="', '`', '| drop', '../..', '@evil.example', '%2e%2e', '$(id)', '\ud800'];

/** Values somebody might smuggle in through an alert's label. */
export function hostileValue(): fc.Arbitrary<string> {
  return fc.oneof(fc.string({ unit: 'binary' }), fc.string(), fc.constantFrom(...TRICKS), fc.array(fc.constantFrom(...TRICKS), { maxLength: 4 }).map((parts) => parts.join('')));
}
