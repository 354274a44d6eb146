import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ApiServer } from '../../src/testbed/api/api-server.js';
import { DEPLOYMENTS, SERVICES } from '../../src/testbed/objects/resources.js';
import type { TestbedWorld } from '../../src/testbed/testbed-world.js';
import { deploy, podsOf, tinyWorld, until } from '../support/tiny-world.js';

const KUBECTL = '/usr/bin/kubectl';
const run = promisify(execFile);
let world: TestbedWorld;
let server: ApiServer;
let home: string;

/** The stock kubectl against the testbed; both outputs together, as a person sees them. */
async function kubectl(line: string, ...more: readonly string[]): Promise<string> {
  const words = [...line.split(' '), ...more];
  const environment = { HOME: home, PATH: '/usr/bin:/bin', KUBECONFIG: join(home, 'none') };
  const { stdout, stderr } = await run(KUBECTL, ['--server', server.url, '-n', 'sock-shop', ...words], { env: environment });
  return stdout + stderr;
}

async function untilUp(name: string): Promise<void> {
  await until(world, `${name} is up`, () => {
    const { metadata, spec, status } = world.objects.get(DEPLOYMENTS, 'sock-shop', name);
    return (
      status.observedGeneration === metadata.generation &&
      status.updatedReplicas === spec.replicas &&
      status.replicas === status.availableReplicas
    );
  });
}

describe.skipIf(!existsSync(KUBECTL))('the stock kubectl', () => {
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'kubectl-'));
    world = tinyWorld({ next: {}, broken: { exitCode: 3 } });
    server = await ApiServer.open(world, 0);
    world.objects.create(SERVICES, {
      metadata: { name: 'web', namespace: 'sock-shop' },
      spec: { selector: { name: 'web' }, ports: [{ port: 80 }] },
      status: {},
    });
    deploy(world, 'web', 'latest');
    deploy(world, 'broken', 'broken');
    await untilUp('web');
    await until(
      world,
      'the broken one backs off',
      () => (podsOf(world, 'broken')[0]?.status.containerStatuses?.[0]?.restartCount ?? 0) >= 2,
    );
  });

  afterAll(async () => {
    await world.stop();
    await server.stop();
    await rm(home, { recursive: true, force: true });
  });

  test('prints pods, Services, endpoints and nodes as on a cluster', async () => {
    expect(await kubectl('get pods -l name=web')).toMatch(/^NAME +READY +STATUS +RESTARTS +AGE\nweb-\w+-\w+ +1\/1 +Running +0 +\w+\n$/u);
    expect(await kubectl('get pods')).toMatch(/broken-\w+-\w+ +0\/1 +(CrashLoopBackOff|Error) +\d+ \(\w+ ago\)/u);
    expect(await kubectl('get svc web')).toMatch(/web +ClusterIP +10\.96\.\d+\.\d+ +<none> +80\/TCP/u);
    expect(await kubectl('get endpoints web')).toMatch(/web +10\.244\.\d+\.\d+:80/u);
    expect(await kubectl('get nodes')).toMatch(/worker-1 +Ready +<none> +\S+ +v1\./u);
    expect(await kubectl('get deploy web -o jsonpath={.spec.replicas}')).toBe('1');
  });

  test('describes a pod with its last state and its events', async () => {
    const text = await kubectl('describe pod -l name=broken');
    expect(text).toMatch(/Last State: +Terminated\n +Reason: +Error\n +Exit Code: +3/u);
    expect(text).toMatch(/Warning +BackOff .* kubelet +Back-off restarting failed container/u);
  });

  test('reads logs and previous logs', async () => {
    expect(await kubectl('logs deploy/web')).toBe('listening as latest\n');
    expect(await kubectl('logs -p -l name=broken')).toBe('listening as broken\n');
  });

  test('sets an image, tells the history, and takes it back', async () => {
    const before = world.objects.get(DEPLOYMENTS, 'sock-shop', 'web').spec.template;
    expect(await kubectl('set image deploy/web main=tiny:next')).toBe('deployment.apps/web image updated\n');
    await untilUp('web');
    expect(await kubectl('rollout history deploy/web')).toMatch(/1 +<none>\n2 +<none>/u);
    expect(await kubectl('rollout status deploy/web')).toContain('successfully rolled out');
    expect(await kubectl('rollout undo deploy/web')).toBe('deployment.apps/web rolled back\n');
    expect(world.objects.get(DEPLOYMENTS, 'sock-shop', 'web').spec.template).toEqual(before);
    await untilUp('web');
  });

  test('restarts, scales, sets variables and limits', async () => {
    await kubectl('rollout restart deploy/web');
    await untilUp('web');
    await kubectl('set env deploy/web MODE=fast');
    await kubectl('set resources deploy/web --limits=cpu=200m,memory=64Mi');
    await kubectl('scale deploy/web --replicas=2');
    await untilUp('web');
    const { containers } = world.objects.get(DEPLOYMENTS, 'sock-shop', 'web').spec.template.spec;
    expect(containers[0]).toMatchObject({ env: [{ name: 'MODE', value: 'fast' }], resources: { limits: { cpu: '200m', memory: '64Mi' } } });
    expect(podsOf(world, 'web')).toHaveLength(2);
  });

  test('applies a file, changes it, dry-runs it, and deletes it', async () => {
    const file = join(home, 'settings.yaml');
    const settings = (value: string): string => `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: settings }\ndata: { a: "${value}" }\n`;
    await writeFile(file, settings('1'));
    expect(await kubectl('apply -f', file)).toBe('configmap/settings created\n');
    await writeFile(file, settings('2'));
    expect(await kubectl('apply --dry-run=server -f', file)).toBe('configmap/settings configured (server dry run)\n');
    expect(await kubectl('get cm settings -o jsonpath={.data.a}')).toBe('1');
    expect(await kubectl('apply -f', file)).toBe('configmap/settings configured\n');
    expect(await kubectl('apply -f', file)).toBe('configmap/settings unchanged\n');
    expect(await kubectl('delete -f', file)).toContain('configmap "settings" deleted');
  });

  test('shows what is used, what may be done, and what happened', async () => {
    expect(await kubectl('top pods -l name=web')).toMatch(/web-\w+-\w+ +5m +0Mi/u);
    expect(await kubectl('auth can-i patch deployments')).toBe('yes\n');
    expect(await kubectl('get events --field-selector reason=ScalingReplicaSet')).toMatch(/deployment\/web +Scaled up replica set/u);
  });

  test('autoscales a Deployment', async () => {
    expect(await kubectl('autoscale deploy web --min=1 --max=3 --cpu-percent=80')).toBe(
      'horizontalpodautoscaler.autoscaling/web autoscaled\n',
    );
    expect(await kubectl('get hpa web')).toMatch(/web +Deployment\/web +cpu: (<unknown>|\d+%)\/80% +1 +3/u);
    await kubectl('delete hpa web');
  });

  test('cordons, drains and uncordons a node', async () => {
    const drained = await kubectl('drain worker-1 --ignore-daemonsets --disable-eviction=false --timeout=1s').catch((error: unknown) =>
      String(error),
    );
    expect(drained).toMatch(/evicting pod sock-shop\//u);
    await until(world, 'the node is empty', () => podsOf(world, 'web').every((pod) => pod.spec.nodeName === 'worker-2'));
    expect(await kubectl('get node worker-1')).toContain('Ready,SchedulingDisabled');
    expect(await kubectl('uncordon worker-1')).toBe('node/worker-1 uncordoned\n');
  });

  test('is refused in the words of a cluster', async () => {
    await expect(kubectl('get pods nobody')).rejects.toMatchObject({ stderr: 'Error from server (NotFound): pods "nobody" not found\n' });
    await expect(kubectl('get things')).rejects.toMatchObject({
      stderr: expect.stringContaining('the server doesn\'t have a resource type "things"') as string,
    });
  });
});
