import type { UseCase } from '../../domain/usecase/schema.ts';
import type { PipelineCondition } from './definition.ts';
import { join, type PipelineValue, type Text } from './value.ts';

type Threshold = UseCase['gate']['thresholds'][number];

/** The thresholds of a use case's gate as conditions. The comparison with the version in service is the retraining's. */
export const gateConditions = (
  useCase: UseCase,
  metric: (name: Threshold['metric']) => PipelineValue,
): PipelineCondition[] =>
  useCase.gate.thresholds.map((threshold) => ({
    Type: threshold.atLeast === undefined ? 'LessThanOrEqualTo' : 'GreaterThanOrEqualTo',
    LeftValue: metric(threshold.metric),
    RightValue: threshold.atLeast ?? threshold.atMost ?? 0,
  }));

/** What a Fail step says; a reason must not hold values of other steps, so it tells where the metrics lie. */
export const gateReason = (useCase: UseCase, evaluationUri: Text): Text =>
  join(
    '',
    `the model does not meet the gate (${useCase.gate.thresholds.map(inWords).join(', ')}); its metrics: `,
    evaluationUri,
  );

const inWords = ({ metric, atLeast, atMost }: Threshold): string =>
  atLeast === undefined ? `${metric} at most ${atMost ?? 0}` : `${metric} at least ${atLeast}`;
