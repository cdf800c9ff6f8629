import { AppautoscalingPolicy } from '@cdktf/provider-aws/lib/appautoscaling-policy/index.js';
import { AppautoscalingTarget } from '@cdktf/provider-aws/lib/appautoscaling-target/index.js';
import { Construct } from 'constructs';
import { addChecks, refuseIf, within } from '../validation.ts';
import type { Endpoint } from './endpoint.ts';

export interface EndpointScalingProps {
  readonly endpoint: Endpoint;
  readonly variant: string;
  readonly minimumInstances: number;
  readonly maximumInstances: number;
  /** A minute, that one instance shall have. */
  readonly invocationsPerInstance: number;
  /** 60 and 300 unless given: more instances soon, fewer only when it stays quiet. */
  readonly outCooldownSeconds?: number;
  readonly inCooldownSeconds?: number;
}

/** Keeps the number of instances of one variant in step with what it is asked. */
export class EndpointScaling extends Construct {
  constructor(scope: Construct, id: string, props: EndpointScalingProps) {
    super(scope, id);
    const { endpoint, variant, minimumInstances, maximumInstances } = props;
    addChecks(this, () => [
      within('minimumInstances', minimumInstances, 1, maximumInstances),
      refuseIf(props.invocationsPerInstance < 1, 'invocationsPerInstance: expected at least 1'),
    ]);
    const target = new AppautoscalingTarget(this, 'target', {
      serviceNamespace: 'sagemaker',
      scalableDimension: 'sagemaker:variant:DesiredInstanceCount',
      resourceId: `endpoint/${endpoint.name}/variant/${variant}`,
      minCapacity: minimumInstances,
      maxCapacity: maximumInstances,
      // A variant can be registered when it is in service.
      dependsOn: [endpoint.resource],
    });
    new AppautoscalingPolicy(this, 'policy', {
      name: `${endpoint.name}-${variant}`,
      policyType: 'TargetTrackingScaling',
      serviceNamespace: target.serviceNamespace,
      scalableDimension: target.scalableDimension,
      resourceId: target.resourceId,
      targetTrackingScalingPolicyConfiguration: {
        predefinedMetricSpecification: {
          predefinedMetricType: 'SageMakerVariantInvocationsPerInstance',
        },
        targetValue: props.invocationsPerInstance,
        scaleOutCooldown: props.outCooldownSeconds ?? 60,
        scaleInCooldown: props.inCooldownSeconds ?? 300,
      },
    });
  }
}
