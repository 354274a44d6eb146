import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { SHOP_NAMESPACE } from '../manifests/workload.js';

/** Where a running testbed is found: kept in the state directory, so that whoever starts later adopts it by its pid. */
export interface TestbedState {
  readonly pid: number;
  readonly seed: number;
  readonly timeScale: number;
  readonly startedAt: string;
  readonly kubernetes: string;
  readonly control: string;
  readonly kubeconfig: string;
  readonly prometheus?: string;
}

const STATE_FILE = 'testbed.json';
const KUBECONFIG = 'kubeconfig';

export function kubeconfigPath(directory: string): string {
  return join(resolve(directory), KUBECONFIG);
}

/** Writes the kubeconfig and then, at once and whole, the state. */
export async function writeState(directory: string, state: TestbedState): Promise<void> {
  await mkdir(directory, { recursive: true });
  await writeFile(state.kubeconfig, kubeconfigFor(state.kubernetes), { mode: 0o600 });
  const path = join(directory, STATE_FILE);
  await writeFile(`${path}.new`, `${JSON.stringify(state, null, 2)}\n`);
  await rename(`${path}.new`, path);
}

/** The process of a testbed that runs already with this directory; null when there is none. */
export async function runningPid(directory: string): Promise<number | null> {
  try {
    const { pid, control } = JSON.parse(await readFile(join(directory, STATE_FILE), 'utf8')) as TestbedState;
    const answer = await fetch(`${control}/status`, { signal: AbortSignal.timeout(2_000) });
    return ((await answer.json()) as { pid?: number }).pid === pid ? pid : null;
  } catch {
    return null;
  }
}

/** The testbed has ended: nobody may adopt it. */
export async function removeState(directory: string): Promise<void> {
  await rm(join(directory, STATE_FILE), { force: true });
  await rm(join(directory, KUBECONFIG), { force: true });
}

function kubeconfigFor(server: string): string {
  return [
    'apiVersion: v1',
    'kind: Config',
    'current-context: testbed',
    'clusters:',
    '  - name: testbed',
    `    cluster: { server: "${server}" }`,
    'contexts:',
    '  - name: testbed',
    `    context: { cluster: testbed, user: testbed, namespace: ${SHOP_NAMESPACE} }`,
    'users:',
    '  - name: testbed',
    '    user: {}',
    '',
  ].join('\n');
}
