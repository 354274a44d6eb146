/** The lines of two texts side by side: `  ` kept, `- ` only in the first, `+ ` only in the second. By their longest common part. */
export function lineDiff(before: string, after: string): readonly string[] {
  const old = before.split('\n');
  const fresh = after.split('\n');
  const common = commonLengths(old, fresh);
  const told: string[] = [];
  let [at, to] = [0, 0];
  while (at < old.length || to < fresh.length) {
    if (at < old.length && to < fresh.length && old[at] === fresh[to]) {
      told.push(`  ${old[at] ?? ''}`);
      at += 1;
      to += 1;
    } else if (to >= fresh.length || (at < old.length && lengthAt(common, at + 1, to) >= lengthAt(common, at, to + 1))) {
      told.push(`- ${old[at] ?? ''}`);
      at += 1;
    } else {
      told.push(`+ ${fresh[to] ?? ''}`);
      to += 1;
    }
  }
  return told;
}

/** How many lines the rests have in common, from each pair of places on. */
function commonLengths(old: readonly string[], fresh: readonly string[]): readonly Uint32Array[] {
  const lengths = Array.from({ length: old.length + 1 }, () => new Uint32Array(fresh.length + 1));
  for (let at = old.length - 1; at >= 0; at -= 1) {
    for (let to = fresh.length - 1; to >= 0; to -= 1) {
      const longest = Math.max(lengthAt(lengths, at + 1, to), lengthAt(lengths, at, to + 1));
      const row = lengths[at];
      if (row !== undefined) row[to] = old[at] === fresh[to] ? lengthAt(lengths, at + 1, to + 1) + 1 : longest;
    }
  }
  return lengths;
}

function lengthAt(lengths: readonly Uint32Array[], at: number, to: number): number {
  return lengths[at]?.[to] ?? 0;
}
