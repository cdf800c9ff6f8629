import { describe, expect, test } from '@jest/globals';
import { guardrailsOf } from './endpoint-guardrails.ts';

const options = {
  settings: { trafficShifting: 'by-instance-count' },
  alarmNames: ['errors', 'latency'],
  bakeSeconds: 60,
  maximumSeconds: 3_300,
} as const;
const policyOf = (change: Partial<Parameters<typeof guardrailsOf>[0]> & { instances: number }) =>
  guardrailsOf({ ...options, ...change }).BlueGreenUpdatePolicy!;
const routingOf = (change: Parameters<typeof policyOf>[0]) => policyOf(change).TrafficRoutingConfiguration!;

describe('traffic goes over', () => {
  test.each([
    [1, { Type: 'ALL_AT_ONCE' }],
    [2, { Type: 'CANARY', CanarySize: { Type: 'INSTANCE_COUNT', Value: 1 } }],
    [3, { Type: 'CANARY', CanarySize: { Type: 'INSTANCE_COUNT', Value: 1 } }],
    [4, { Type: 'LINEAR', LinearStepSize: { Type: 'INSTANCE_COUNT', Value: 1 } }],
    [5, { Type: 'LINEAR', LinearStepSize: { Type: 'INSTANCE_COUNT', Value: 2 } }],
  ])('%i instances', (instances, routing) => {
    expect(routingOf({ instances })).toEqual({ ...routing, WaitIntervalInSeconds: 60 });
  });

  test('by shares that SageMaker allows: 10 to 50 % of the instances', () => {
    for (let instances = 2; instances <= 50; instances += 1)
      for (const trafficShifting of ['by-instance-count', 'canary', 'linear'] as const) {
        const { CanarySize, LinearStepSize } = routingOf({ instances, settings: { trafficShifting } });
        const share = (CanarySize ?? LinearStepSize)!.Value! / instances;
        expect(share).toBeLessThanOrEqual(0.5);
        if (LinearStepSize) expect(share).toBeGreaterThanOrEqual(0.1);
      }
  });

  test('as it is asked for, but one instance has no shares', () => {
    const linear = { trafficShifting: 'linear' } as const;
    expect(routingOf({ instances: 2, settings: linear })).toMatchObject({ Type: 'LINEAR' });
    expect(routingOf({ instances: 1, settings: linear })).toMatchObject({ Type: 'ALL_AT_ONCE' });
  });
});

test('waits and limits lie within what SageMaker takes', () => {
  expect(policyOf({ instances: 1, bakeSeconds: 60 })).toMatchObject({
    TerminationWaitInSeconds: 60,
    MaximumExecutionTimeoutInSeconds: 3_300,
  });
  const long = policyOf({ instances: 5, bakeSeconds: 9_000, maximumSeconds: 100_000 });
  expect(long.TerminationWaitInSeconds).toBe(3_600);
  expect(long.MaximumExecutionTimeoutInSeconds).toBe(28_800);
  const short = policyOf({ instances: 5, bakeSeconds: 600, maximumSeconds: 60 });
  expect(short.MaximumExecutionTimeoutInSeconds).toBeGreaterThan(600 * 5);
});
