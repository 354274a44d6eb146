import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { DEPLOYMENTS } from '../objects/resources.js';
import { startTestbed } from '../testbed.js';
import type { Testbed } from '../testbed.js';
import { FAULTS } from './faults.js';
import { Snapshot } from './snapshot.js';

let testbed: Testbed;

beforeAll(async () => {
  testbed = await startTestbed({ seed: 7, timeScale: 120, port: 0 });
});

afterAll(async () => {
  await testbed.stop();
});

interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

async function control(method: string, path: string, body?: unknown): Promise<Answer> {
  const response = await fetch(testbed.control + path, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

async function symptoms(): Promise<readonly string[]> {
  return (await control('GET', '/oracle')).body['symptoms'] as string[];
}

describe('the oracle', () => {
  test('sees a dead database, its repair by an operator, and what else the operator changed', async () => {
    await expect.poll(symptoms, { timeout: 20_000, interval: 300 }).toEqual([]);
    await control('POST', '/faults/inject', { fault: 'SS-10' });
    await expect.poll(symptoms, { timeout: 20_000, interval: 300 }).toContain('POST /orders answers 0: the catalogue is empty');

    const { objects, namespace } = testbed.world;
    objects.mutate(DEPLOYMENTS, namespace, 'catalogue-db', ({ spec }) => {
      spec.replicas = 1;
    });
    objects.mutate(DEPLOYMENTS, namespace, 'payment', ({ spec }) => {
      spec.replicas = 2;
    });
    await expect.poll(symptoms, { timeout: 20_000, interval: 300 }).toEqual([]);
    const grade = await control('POST', '/oracle/grade', { entity: 'deployment/catalogue-db', cause: 'scaled to zero replicas' });
    expect(grade.body).toMatchObject({
      fault: 'SS-10',
      entityRight: true,
      causeRight: true,
      recovered: true,
      collateral: ['Deployment/payment spec.replicas'],
    });
    await control('POST', '/faults/recover', {});
  });

  test('grades a healthy shop that nobody touched', async () => {
    await control('POST', '/faults/inject', { fault: 'SS-C1' });
    await expect.poll(symptoms, { timeout: 20_000, interval: 300 }).toEqual([]);
    const grade = await control('POST', '/oracle/grade', { entity: null, cause: null });
    expect(grade.body).toMatchObject({ entityRight: true, causeRight: true, recovered: true, collateral: [] });
    await control('POST', '/faults/recover', {});
  });
});

describe('every fault', () => {
  test.each(FAULTS.map(({ id, title }) => [id, title]))('%s (%s) is taken back without a trace', async (id) => {
    const before = Snapshot.take(testbed.world);
    const injected = await control('POST', '/faults/inject', { fault: id });
    expect(injected.status).toBe(200);
    const changed = before.differences(Snapshot.take(testbed.world));
    if (id !== 'SS-20') expect(changed.length > 0).toBe(id !== 'SS-C1');
    expect(JSON.stringify(changed)).not.toMatch(/SS-\d|fault|inject/i);
    expect((await control('POST', '/faults/recover', { fault: id })).body).toEqual({ recovered: [id] });
    expect(before.differences(Snapshot.take(testbed.world)).filter(({ entity }) => entity.kind !== 'Node')).toEqual([]);
  });

  test.each(FAULTS.map((fault) => [fault.id, fault] as const))(
    '%s makes sense for its own service, and says what its parameters are',
    (_id, fault) => {
      expect(fault.services).toContain(fault.service);
      for (const parameter of fault.parameters) {
        if (parameter.default !== null) expect(parameter.default).toMatch(parameter.accepts);
      }
    },
  );
});

describe('what cannot be injected is refused with what can', () => {
  test.each([
    [{ fault: 'SS-99' }, 404, /There is no fault "SS-99". Known are SS-01/],
    [{}, 400, /Say which fault to inject/],
    [{ fault: 'SS-04', service: 'rabbitmq' }, 400, /makes no sense for "rabbitmq". It can be injected on catalogue/],
    [{ fault: 'SS-04', parameters: { speed: '1' } }, 400, /has no parameter speed. It takes flaw/],
    [{ fault: 'SS-12', parameters: { delay: 'long' } }, 400, /"long" is no value for delay/],
  ])('%j', async (body, status, message) => {
    const answer = await control('POST', '/faults/inject', body);
    expect(answer.status).toBe(status);
    expect(JSON.stringify(answer.body).replaceAll('\\', '')).toMatch(message);
  });

  test('recovering what is not active', async () => {
    expect((await control('POST', '/faults/recover', { fault: 'SS-04' })).status).toBe(404);
  });

  test('grading when nothing is injected', async () => {
    expect((await control('POST', '/oracle/grade', { entity: 'x', cause: 'y' })).status).toBe(409);
  });
});
