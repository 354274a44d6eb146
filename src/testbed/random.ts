/** A stream of numbers in [0, 1) that is the same for the same seed and name (mulberry32 over an FNV-1a hash). */
export function randomStream(seed: number, name: string): () => number {
  let state = (hashOf(name) ^ Math.imul(seed, 0x9e3779b1)) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** FNV-1a, 32 bits. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0;
  }
  return hash;
}

const SAFE_ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';

/** A number as Kubernetes writes it into names: letters and digits that spell no words. */
export function safeEncode(number: number): string {
  return Array.from(String(number), (digit) => SAFE_ALPHABET[digit.charCodeAt(0) % SAFE_ALPHABET.length] ?? 'x').join('');
}

/** Five characters for the end of a generated name. */
export function nameSuffix(random: () => number): string {
  return Array.from({ length: 5 }, () => SAFE_ALPHABET[Math.floor(random() * SAFE_ALPHABET.length)] ?? 'x').join('');
}
