import { describe, expect, test } from 'vitest';

import { causeIsRight, collateralOf, entityIsRight } from './grading.js';
import type { Truth } from './fault.js';

const truth: Truth = {
  entities: [{ kind: 'Deployment', name: 'orders' }],
  causeClass: 'misconfigured-environment',
  causeWords: [[/env/i, /empty/i]],
  remedies: [],
  mayChange: [{ entity: { kind: 'Deployment', name: 'orders' }, path: /^spec\.replicas/ }],
  symptoms: () => Promise.resolve([]),
};
const healthy: Truth = { ...truth, entities: [], causeClass: 'healthy', causeWords: [[/healthy/i]] };

describe('the entity of a diagnosis', () => {
  test.each([
    ['orders', true],
    ['deployment/orders', true],
    ['Deployment sock-shop/orders', true],
    ['deploy/orders', true],
    ['pod/orders-7d4b8c9f5-abcde', true],
    ['service/orders', false],
    ['deployment/orders-db', false],
    ['payment', false],
    ['', false],
    [null, false],
  ])('%s is right: %s', (entity, right) => {
    expect(entityIsRight({ entity, cause: null }, truth)).toBe(right);
  });

  test.each([
    [null, true],
    ['healthy', true],
    ['deployment/catalogue', false],
  ])('in a healthy shop, %s is right: %s', (entity, right) => {
    expect(entityIsRight({ entity, cause: null }, healthy)).toBe(right);
  });
});

describe('the cause of a diagnosis', () => {
  test.each([
    ['misconfigured-environment', true],
    ['the env variable db is empty since the last rollout', true],
    ['the database is slow', false],
    [null, false],
  ])('%s is right: %s', (cause, right) => {
    expect(causeIsRight({ entity: null, cause }, truth)).toBe(right);
  });
});

describe('collateral', () => {
  const orders = { kind: 'Deployment', name: 'orders' };
  const injected = [{ entity: orders, path: 'spec.template.spec.containers.0.env.0.value' }];
  test.each([
    ['the fault itself', orders, 'spec.template.spec.containers.0.env.0.value', false],
    ['the list that holds the fault', orders, 'spec.template.spec.containers.0.env', false],
    ['what an accepted remedy changes', orders, 'spec.replicas', false],
    ['another field of the same object', orders, 'spec.template.spec.containers.0.image', true],
    ['another object', { kind: 'Deployment', name: 'payment' }, 'spec.replicas', true],
    ['the load', { kind: 'Deployment', name: 'load-test' }, 'spec.replicas', false],
  ])('%s', (_name, entity, path, counts) => {
    expect(collateralOf([{ entity, path }], injected, truth)).toHaveLength(counts ? 1 : 0);
  });
});
