const BINARY = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
const DECIMAL: Readonly<Record<string, number>> = { n: 1e-9, u: 1e-6, m: 1e-3, '': 1, k: 1e3, M: 1e6, G: 1e9, T: 1e12, P: 1e15, E: 1e18 };

/** A Kubernetes quantity as a number: `100m` is 0.1, `500Mi` is 524288000. Null: not a quantity. */
export function quantityOf(text: string): number | null {
  const match = /^([+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?)([A-Za-z]*)$/u.exec(text.trim());
  if (match === null) return null;
  const [, amount = '0', suffix = ''] = match;
  const power = BINARY.indexOf(suffix);
  const factor = power > 0 ? 1024 ** power : DECIMAL[suffix];
  return factor === undefined ? null : Number(amount) * factor;
}

export const coresOf = quantityOf;
export const bytesOf = quantityOf;
