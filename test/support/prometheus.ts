import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './free-port.js';

export interface PrometheusServer {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** `prometheus` with `promtool` on the PATH, or where PERIPLUS_TEST_PROMETHEUS points. Tests that need one are skipped without. */
const binary = process.env['PERIPLUS_TEST_PROMETHEUS'] ?? 'prometheus';
/** Comes with it, in the same folder. */
const promtool = binary.includes('/') ? join(dirname(binary), 'promtool') : 'promtool';
export const hasPrometheus = [binary, promtool].every((program) => spawnSync(program, ['--version']).status === 0);

/**
 * A real Prometheus of the test's own, on a free port of this machine. It holds `samples` (OpenMetrics text with times) from the
 * start, and scrapes each second what the HTTP service discovery at `discovery` lists.
 */
export async function startPrometheusServer(discovery: string, samples: string): Promise<PrometheusServer> {
  const directory = await mkdtemp(join(tmpdir(), 'periplus-prometheus-'));
  const config = {
    global: { scrape_interval: '1s', scrape_timeout: '1s' },
    scrape_configs: [{ job_name: 'testbed', http_sd_configs: [{ url: discovery, refresh_interval: '5s' }] }],
  };
  await writeFile(join(directory, 'prometheus.yml'), JSON.stringify(config));
  await writeFile(join(directory, 'samples.txt'), samples);
  execFileSync(promtool, ['tsdb', 'create-blocks-from', 'openmetrics', join(directory, 'samples.txt'), join(directory, 'series')]);
  const url = `http://127.0.0.1:${String(await freePort())}`;
  const options = [
    `--config.file=${join(directory, 'prometheus.yml')}`,
    `--storage.tsdb.path=${join(directory, 'series')}`,
    `--web.listen-address=${url.replace('http://', '')}`,
  ];
  const server = spawn(binary, options, { stdio: 'ignore' });
  await untilReady(url);
  const close = async (): Promise<void> => {
    server.kill('SIGKILL');
    if (server.exitCode === null && server.signalCode === null) await once(server, 'exit');
    await rm(directory, { recursive: true, force: true });
  };
  return { url, close };
}

async function untilReady(url: string): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const response = await fetch(`${url}/-/ready`).catch(() => null);
    if (response?.ok === true) return;
    await sleep(50);
  }
  throw new Error(`Prometheus at ${url} does not become ready.`);
}
