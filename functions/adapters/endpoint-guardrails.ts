import type { DeploymentConfig } from '@aws-sdk/client-sagemaker';
import type { EndpointSettings } from '../../domain/serving/endpoint-settings.ts';

export interface GuardrailOptions {
  /** That the endpoint has now: autoscaling may have moved it from where it began. */
  readonly instances: number;
  readonly settings: Pick<EndpointSettings, 'trafficShifting'>;
  /** An update during which one of them rings is taken back by SageMaker itself. */
  readonly alarmNames: readonly string[];
  /** How long the first share, each step, and the whole are watched. */
  readonly bakeSeconds: number;
  /** After so long SageMaker gives an update up and goes back. */
  readonly maximumSeconds: number;
}

/** SageMaker's bounds of a wait and of a whole update, in seconds (API reference: BlueGreenUpdatePolicy, TrafficRoutingConfig). */
const longestWait = 3_600;
const boundsOfUpdate = { least: 600, most: 28_800 };
/** At most four steps, so that each is between the 10 and 50 % of the instances that SageMaker allows. */
const linearSteps = 4;

/**
 * How an update shifts the traffic to new instances beside the old ones. By the number of instances, unless one way is
 * chosen: one instance has no share to try (all at once, then the bake time), two or three are tried on one of them
 * (canary), more go over in four steps (linear).
 */
export function guardrailsOf(options: GuardrailOptions): DeploymentConfig {
  const wait = Math.min(Math.max(options.bakeSeconds, 0), longestWait);
  const { least, most } = boundsOfUpdate;
  // Longer than all its waits together, else SageMaker would refuse it: the steps of the traffic, and the end.
  const waits = wait * (linearSteps + 1);
  return {
    BlueGreenUpdatePolicy: {
      TrafficRoutingConfiguration: routing(options, wait),
      TerminationWaitInSeconds: wait,
      MaximumExecutionTimeoutInSeconds: Math.min(Math.max(options.maximumSeconds, waits + least), most),
    },
    AutoRollbackConfiguration: { Alarms: options.alarmNames.map((AlarmName) => ({ AlarmName })) },
  };
}

type Routing = NonNullable<DeploymentConfig['BlueGreenUpdatePolicy']>['TrafficRoutingConfiguration'];

function routing({ instances, settings }: GuardrailOptions, WaitIntervalInSeconds: number): Routing {
  const count = (Value: number) => ({ Type: 'INSTANCE_COUNT', Value }) as const;
  switch (shiftingOf(instances, settings.trafficShifting)) {
    case 'all-at-once':
      return { Type: 'ALL_AT_ONCE', WaitIntervalInSeconds };
    case 'canary':
      return { Type: 'CANARY', WaitIntervalInSeconds, CanarySize: count(1) };
    case 'linear':
      return {
        Type: 'LINEAR',
        WaitIntervalInSeconds,
        LinearStepSize: count(Math.ceil(instances / linearSteps)),
      };
  }
}

function shiftingOf(
  instances: number,
  wanted: EndpointSettings['trafficShifting'],
): 'all-at-once' | 'canary' | 'linear' {
  // A share of one instance is the whole of it: SageMaker would refuse it.
  if (instances < 2) return 'all-at-once';
  if (wanted !== 'by-instance-count') return wanted;
  return instances < linearSteps ? 'canary' : 'linear';
}

/** Back to what served before: at once, and watched by no alarm, since one that rings would hold the way back. */
export const wayBack: DeploymentConfig = {
  BlueGreenUpdatePolicy: {
    TrafficRoutingConfiguration: { Type: 'ALL_AT_ONCE', WaitIntervalInSeconds: 0 },
    TerminationWaitInSeconds: 0,
    MaximumExecutionTimeoutInSeconds: 3_600,
  },
};
