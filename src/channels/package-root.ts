import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The directory of package.json, whether this file runs from src/ or from dist/src/. */
export function packageRoot(from: string = import.meta.dirname): string {
  if (existsSync(join(from, 'package.json'))) return from;
  const parent = dirname(from);
  return parent === from ? process.cwd() : packageRoot(parent);
}
