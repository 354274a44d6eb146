/** Times and values as a person reads them at night. */
const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false });
const day = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hour12: false });

export function clockTime(iso: string): string {
  return clock.format(new Date(iso));
}

/** The time, and the day where it is not today. */
export function dayTime(iso: string): string {
  const then = new Date(iso);
  return (then.toDateString() === new Date().toDateString() ? clock : day).format(then);
}

export function duration(ms: number): string {
  if (ms < 1_000) return `${String(Math.max(0, Math.round(ms)))} ms`;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(1)} s`;
  const minutes = Math.floor(ms / 60_000);
  return minutes < 60
    ? `${String(minutes)} min ${String(Math.round((ms % 60_000) / 1_000))} s`
    : `${String(Math.floor(minutes / 60))} h ${String(minutes % 60)} min`;
}

export function between(from: string | null, to: string | null): string | null {
  return from === null || to === null ? null : duration(Date.parse(to) - Date.parse(from));
}

export function cellText(value: unknown): string {
  if (value === null || value === undefined || value === '') return '–';
  if (typeof value === 'number') return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(6)));
  if (typeof value === 'string') return value;
  return typeof value === 'boolean' ? String(value) : JSON.stringify(value);
}

export function count(amount: number, one: string, many = `${one}s`): string {
  return `${String(amount)} ${amount === 1 ? one : many}`;
}
