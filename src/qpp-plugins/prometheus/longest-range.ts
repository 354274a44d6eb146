const SECONDS: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400, w: 604_800, y: 31_536_000 };

/** The farthest a PromQL text looks back, by its ranges, subqueries and offsets added up, in hours. */
export function longestRangeHours(text: string): number {
  const bare = text.replace(/"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`[^`]*`/g, '""');
  const ranges = [...bare.matchAll(/\[\s*((?:\d+(?:ms|[smhdwy]))+)/g)].map((match) => secondsOf(match[1] ?? ''));
  const offsets = [...bare.matchAll(/\boffset\s+((?:\d+(?:ms|[smhdwy]))+)/gi)].map((match) => secondsOf(match[1] ?? ''));
  return (Math.max(0, ...ranges) + Math.max(0, ...offsets)) / 3600;
}

function secondsOf(duration: string): number {
  let seconds = 0;
  for (const [, count, unit] of duration.matchAll(/(\d+)(ms|[smhdwy])/g)) seconds += Number(count) * (SECONDS[unit ?? ''] ?? 0);
  return seconds;
}
