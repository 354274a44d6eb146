import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadConfig, parseConfig, readCredential } from './load-config.js';

function folderWith(yaml: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'periplus-config-'));
  writeFileSync(join(folder, 'periplus.yaml'), yaml);
  return folder;
}

test('without a file and without variables everything has a default, and nothing is reached', () => {
  const config = loadConfig({}, tmpdir());
  expect([config.http.host, config.http.port, config.clusters, config.sources]).toEqual(['127.0.0.1', 3000, {}, {}]);
});

test('everything wrong is named at once, with its place', () => {
  expect(() => parseConfig({ http: { port: 'x' }, sources: { main: { kind: 'oracle' } }, sorces: {} }, 'periplus.yaml')).toThrow(
    /http\.port[\s\S]*sources\.main\.kind[\s\S]*sorces/u,
  );
});

test('a file that is not YAML is said to be none', () => {
  expect(() => loadConfig({}, folderWith('a: [1'))).toThrow(/is not YAML/u);
});

test('a configuration file that is named but missing stops the start', () => {
  expect(() => loadConfig({ PERIPLUS_CONFIG: '/nowhere/p.yaml' }, '/')).toThrow(/does not exist/u);
});

test('variables are the short form, and what is written wins', () => {
  const folder = folderWith('http: { port: 8080 }\nclusters: { east: { server: "http://127.0.0.1:1" } }\ndefaultCluster: east');
  const config = loadConfig({ PERIPLUS_PORT: '9000', PERIPLUS_HOST: '127.0.0.2', PROMETHEUS_URL: 'http://prom:9090' }, folder);
  expect([config.http, Object.keys(config.clusters), config.sources['prometheus']?.url]).toEqual([
    { host: '127.0.0.2', port: 8080 },
    ['east'],
    'http://prom:9090',
  ]);
});

test('a default cluster that is not among the clusters is refused', () => {
  expect(() => parseConfig({ defaultCluster: 'west', clusters: { east: {} } }, 'x')).toThrow(/"west", but clusters has east/u);
});

test('a missing secret is named', () => {
  expect(() => readCredential({ env: 'PD_SECRET' }, {})).toThrow(/PD_SECRET is not set/u);
  expect(readCredential({ env: 'PD_SECRET' }, { PD_SECRET: 's' })).toBe('s');
});
