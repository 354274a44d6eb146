/** A guide's id, made of the name it was uploaded under: `runbooks/Disk full.md` is `runbooks-disk-full`, and a second one `-2`. */
export function idFor(name: string, taken: ReadonlySet<string>): string {
  const plain = name.toLowerCase().replace(/\.(?:md|markdown)$/u, '').replace(/[^a-z0-9]+/gu, '-').replace(/^-+|-+$/gu, ''); // prettier-ignore
  const base = plain === '' ? 'guide' : plain.slice(0, 100);
  for (let count = 1; ; count += 1) {
    const id = count === 1 ? base : `${base}-${count}`;
    if (!taken.has(id)) return id;
  }
}
