import { expect, test } from 'vitest';
import { recommend, wantedReplicas } from './autoscaling.js';

test.each([
  [1, 100, 50, 2],
  [2, 54, 50, 2],
  [2, 46, 50, 2],
  [4, 20, 50, 2],
  [3, 90, 50, 6],
])('%i replicas at %i%% with a target of %i%% want %i', (replicas, utilization, target, wanted) => {
  expect(wantedReplicas({ replicas, utilization }, target)).toBe(wanted);
});

test('scaling up is at most doubling or four pods, and stops at the maximum with a reason', () => {
  const limits = { target: 50, min: 1, max: 3 };
  const { replicas, conditions } = recommend({ replicas: 1, utilization: 900 }, limits, []);
  expect(replicas).toBe(3);
  expect(conditions.find((condition) => condition.type === 'ScalingLimited')).toMatchObject({ status: 'True', reason: 'TooManyReplicas' });
  expect(recommend({ replicas: 1, utilization: 900 }, { ...limits, max: 100 }, []).replicas).toBe(5);
});

test('scaling down waits for the highest wish of the last five minutes', () => {
  const limits = { target: 50, min: 1, max: 10 };
  expect(recommend({ replicas: 6, utilization: 10 }, limits, [6, 4]).replicas).toBe(6);
  expect(recommend({ replicas: 6, utilization: 10 }, limits, [2, 3]).replicas).toBe(3);
  expect(recommend({ replicas: 6, utilization: 10 }, limits, []).replicas).toBe(2);
});
