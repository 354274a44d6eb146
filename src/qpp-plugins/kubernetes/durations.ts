/** Seconds of a Go duration: `10m`, `1h30m`, `90s`, `500ms`; a bare number is seconds. Null: not a duration. */
export function secondsOf(text: string): number | null {
  if (/^\d+$/u.test(text)) return Number(text);
  if (!/^(?:\d+(?:\.\d+)?(?:ms|h|m|s))+$/u.test(text)) return null;
  let seconds = 0;
  for (const [, amount = '0', unit = 's'] of text.matchAll(/(\d+(?:\.\d+)?)(ms|h|m|s)/gu)) seconds += Number(amount) * (UNITS[unit] ?? 0);
  return seconds;
}

const UNITS: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1, ms: 0.001 };

/** An age as kubectl prints it: `45s`, `3m20s`, `17m`, `5h12m`, `3d4h`, `41d`. */
export function ageText(fromIso: string | undefined, nowIso: string): string {
  const from = Date.parse(fromIso ?? '');
  if (Number.isNaN(from)) return '<unknown>';
  const seconds = Math.floor((Date.parse(nowIso) - from) / 1000);
  if (seconds < -1) return '<invalid>';
  return durationText(Math.max(0, seconds));
}

function durationText(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const days = Math.floor(hours / 24);
  if (seconds < 120) return `${String(seconds)}s`;
  if (minutes < 10) return pair(minutes, 'm', seconds % 60, 's');
  if (minutes < 180) return `${String(minutes)}m`;
  if (hours < 8) return pair(hours, 'h', minutes % 60, 'm');
  if (hours < 48) return `${String(hours)}h`;
  if (hours < 192) return pair(days, 'd', hours % 24, 'h');
  if (days < 730) return `${String(days)}d`;
  return pair(Math.floor(days / 365), 'y', days % 365, 'd');
}

function pair(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${String(large)}${largeUnit}` : `${String(large)}${largeUnit}${String(small)}${smallUnit}`;
}
