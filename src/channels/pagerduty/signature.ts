import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * Whether a PagerDuty V3 webhook was signed with one of our secrets. The header holds `v1=<hex>` values separated by commas,
 * several during a rotation on their side, as `secrets` holds several during one on ours; any pair that fits will do.
 * Source: PagerDuty developer docs, "Verifying signatures".
 */
export function isSignedBy(rawBody: Buffer, header: string | undefined, secrets: readonly string[]): boolean {
  const presented = (header ?? '')
    .split(',')
    .map((part) => /^v1=([0-9a-f]{64})$/iu.exec(part.trim())?.[1])
    .filter((hex) => hex !== undefined)
    .map((hex) => Buffer.from(hex, 'hex'));
  let isSigned = false;
  for (const secret of secrets) {
    const expected = createHmac('sha256', secret).update(rawBody).digest();
    for (const signature of presented) isSigned = timingSafeEqual(expected, signature) || isSigned;
  }
  return isSigned;
}
