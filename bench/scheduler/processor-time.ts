import { readdirSync, readFileSync } from 'node:fs';

const TICKS_PER_SECOND = 100;

interface ProcessStat {
  readonly parent: number;
  readonly seconds: number;
}

/** Seconds of processor time of this process and of PostgreSQL with all its backends, from /proc. */
export function processorSeconds(postmaster: number): number {
  const stats = new Map<number, ProcessStat>();
  for (const name of readdirSync('/proc')) if (/^\d+$/u.test(name)) addStat(stats, Number(name));
  const server = [...stats].filter(([pid, { parent }]) => pid === postmaster || parent === postmaster);
  const ours = process.cpuUsage();
  return server.reduce((sum, [, { seconds }]) => sum + seconds, 0) + (ours.user + ours.system) / 1e6;
}

/** Fields 4 (parent) and 14 to 17 (own and reaped children's time) of proc(5) stat. */
function addStat(stats: Map<number, ProcessStat>, pid: number): void {
  let text: string;
  try {
    text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return; // gone meanwhile
  }
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
  stats.set(pid, { parent: Number(fields[1]), seconds: ticks / TICKS_PER_SECOND });
}
