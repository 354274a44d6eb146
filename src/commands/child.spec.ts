import { expect, test } from 'vitest';
import { environmentOfDemo, isRunning } from './child.js';

test('nothing that points at a real system reaches the demo', () => {
  const environment = {
    KUBECONFIG: '/home/ada/.kube/config',
    DATABASE_URL: 'postgres://prod',
    REDIS_URL: 'redis://prod',
    PROMETHEUS_URL: 'http://prod',
    OPENAI_API_KEY: 'k',
    OPENAI_BASE_URL: 'u',
    PAGERDUTY_API_TOKEN: 't',
    TEAMS_WORKFLOWS_URL: 'u',
    PERIPLUS_CONFIG: '/etc/periplus.yaml',
    PGHOST: 'prod',
    PERIPLUS_LOG_LEVEL: 'debug',
    PATH: '/bin',
    HOME: '/root',
  };
  expect(environmentOfDemo(environment)).toEqual({ PERIPLUS_LOG_LEVEL: 'debug', PATH: '/bin', HOME: '/root' });
});

test('a process is found by its id, and a missing one is not', () => {
  expect([isRunning(process.pid), isRunning(2 ** 22 + 1)]).toEqual([true, false]);
});
