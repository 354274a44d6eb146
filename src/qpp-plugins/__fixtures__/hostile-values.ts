import fc from 'fast-check';

const TRICKS = ['"', "'", "''", '\\', "\\'", "'; DROP TABLE t; --", "' OR '1'='1", '/*', '*/ --', '$1', '$$', '?1', '{v}', '\n', '\u0000', '\u2028', '5m', '1', '"} or up{a="', '`', '| drop', '../..', '@evil.example', '%2e%2e', '$(id)', '\ud800'];

/** Also halves of surrogate pairs, control and private-use characters. */
const anyCodeUnit = fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit));

/** Values somebody might smuggle in through an alert's label. */
export function hostileValue(): fc.Arbitrary<string> {
  return fc.oneof(fc.string({ unit: anyCodeUnit }), fc.string(), fc.constantFrom(...TRICKS), fc.array(fc.constantFrom(...TRICKS), { maxLength: 4 }).map((parts) => parts.join('')));
}
