import { afterEach, beforeEach, expect, test } from 'vitest';
import { deploy, podsOf, tinyWorld, until } from '../../../test/support/tiny-world.js';
import type { Endpoints } from '../objects/kinds.js';
import { DEPLOYMENTS, ENDPOINTS, NETWORK_POLICIES, SERVICES } from '../objects/resources.js';
import type { TestbedWorld } from '../testbed-world.js';
import type { Address } from '../world.js';

let world: TestbedWorld;

beforeEach(async () => {
  world = tinyWorld();
  world.objects.create(SERVICES, {
    metadata: { name: 'web', namespace: 'sock-shop' },
    spec: { selector: { name: 'web' }, ports: [{ port: 80 }] },
    status: {},
  });
  deploy(world, 'web', 'latest');
  deploy(world, 'caller', 'latest');
  await until(world, 'both run', () => ['web', 'caller'].every((name) => podsOf(world, name)[0]?.status.phase === 'Running'));
});

afterEach(() => world.stop());

async function resolve(name = 'web', port = 80): Promise<Address> {
  const [caller] = podsOf(world, 'caller');
  if (caller === undefined) throw new Error('there is no caller');
  return world.network.resolve(caller, name, port);
}

function subset(): NonNullable<Endpoints['subsets']>[number] | undefined {
  return world.objects.get(ENDPOINTS, 'sock-shop', 'web').subsets?.[0];
}

async function ask(address: Address, timeoutMs = 5_000): Promise<string> {
  const response = await fetch(`http://${address.host}:${address.port}/`, { signal: AbortSignal.timeout(timeoutMs) });
  return response.text();
}

test('a Service leads to its pod, by its short and by its long name', async () => {
  const [pod] = podsOf(world, 'web');
  expect(await ask(await resolve())).toBe(`${pod?.metadata.name ?? ''}\n`);
  expect(await ask(await resolve('web.sock-shop.svc.cluster.local'))).toBe(`${pod?.metadata.name ?? ''}\n`);
});

test('a name that is no Service is not found', async () => {
  await expect(resolve('nobody')).rejects.toMatchObject({ code: 'ENOTFOUND' });
});

test('a Service without endpoints refuses connections', async () => {
  world.objects.mutate(DEPLOYMENTS, 'sock-shop', 'web', (draft) => void (draft.spec.replicas = 0));
  await until(world, 'web is gone', () => podsOf(world, 'web').length === 0);
  await expect(ask(await resolve())).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
});

test('a selector that selects nothing and a target port where nothing listens refuse connections', async () => {
  world.objects.mutate(SERVICES, 'sock-shop', 'web', (draft) => void (draft.spec.ports = [{ port: 80, targetPort: 8_080 }]));
  await until(world, 'the port is wrong', () => subset()?.ports?.[0]?.port === 8_080);
  await expect(resolve().then(ask)).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
  world.objects.mutate(SERVICES, 'sock-shop', 'web', (draft) => void (draft.spec.selector = { name: 'webs' }));
  await until(world, 'nothing is selected', () => subset() === undefined);
  await expect(resolve().then(ask)).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
});

test('a NetworkPolicy that does not name the caller makes it wait for an answer that never comes', async () => {
  const ingress = [{ from: [{ podSelector: { matchLabels: { name: 'somebody' } } }] }];
  world.objects.create(NETWORK_POLICIES, {
    metadata: { name: 'only-somebody', namespace: 'sock-shop' },
    spec: { podSelector: { matchLabels: { name: 'web' } }, ingress },
  });
  await expect(resolve().then((address) => ask(address, 150))).rejects.toThrow(/timeout|aborted/iu);
  world.objects.mutate(
    NETWORK_POLICIES,
    'sock-shop',
    'only-somebody',
    (draft) => void (draft.spec.ingress = [{ from: [{ podSelector: { matchLabels: { name: 'caller' } } }] }]),
  );
  expect(await ask(await resolve())).toContain('web-');
});

test('an imposed delay is felt by the caller it names, and by nobody else', async () => {
  const lift = world.network.impose({ from: 'caller', to: { namespace: 'sock-shop', service: 'web' }, delayMs: 60_000 });
  await expect(resolve().then((address) => ask(address, 150))).rejects.toThrow(/timeout|aborted/iu);
  expect(await ask(await world.network.outside('sock-shop', 'web', 80))).toContain('web-');
  lift();
  expect(await ask(await resolve())).toContain('web-');
});
