import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { createQueryReader, loadReaders } from '../../src/qpp-plugins/index.js';
import { compileTsg } from '../../src/tsg-parser/index.js';
import { documentOf } from './document-of.js';

/** Milliseconds a guide may take in a warm process. */
const LIMIT_MS = 5;
const SIZES_KB = [16, 64, 256, 1024];
/** A size that takes longer than this ends the series: the larger ones would only take longer. */
const LONGEST_MS = 20_000;

const folder = process.argv[2] ?? ['../shared/corpus/raw', 'deploy/guides'].find((path) => existsSync(path)) ?? 'deploy/guides';
await loadReaders();
const reader = createQueryReader();
const guides = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.md'))
  .map((name) => readFileSync(join(folder, name), 'utf8'));

for (const guide of guides) compileTsg(guide, reader);
const times = guides.map(msToCompile).toSorted((a, b) => a - b);
const total = times.reduce((sum, ms) => sum + ms, 0);
const medianMs = quantile(times, 0.5);
const p99Ms = quantile(times, 0.99);
const guidesPerSecond = (guides.length / total) * 1000;
console.log(
  `${String(guides.length)} guides of ${folder}: ${guidesPerSecond.toFixed(0)} a second; a guide ${said(medianMs)}, at the 99th percentile ${said(p99Ms)}`,
);

const growth: Record<string, number> = {};
for (const sizeKb of SIZES_KB) {
  const ms = msToCompile(documentOf(sizeKb * 1024));
  growth[`${String(sizeKb)}kb`] = rounded(ms);
  console.log(`one guide of ${String(sizeKb)} KB: ${said(ms)}, ${(ms / sizeKb).toFixed(2)} ms a KB`);
  if (ms > LONGEST_MS) break;
}
console.log(
  JSON.stringify({
    guides: guides.length,
    guidesPerSecond: rounded(guidesPerSecond),
    medianMs: rounded(medianMs),
    p99Ms: rounded(p99Ms),
    medianOfLimit: rounded(medianMs / LIMIT_MS),
    growthMs: growth,
    load: loadavg()[0],
  }),
);

function msToCompile(markdown: string): number {
  const startedAt = performance.now();
  compileTsg(markdown, reader);
  return performance.now() - startedAt;
}

function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

function said(ms: number): string {
  return `${ms.toFixed(2)} ms`;
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
