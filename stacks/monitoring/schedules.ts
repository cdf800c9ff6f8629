import type { UseCase } from '../../domain/usecase/schema.ts';
import type { MonitoringEngine } from './engine.ts';

export interface UseCaseSchedule {
  readonly description: string;
  readonly functionName: 'start-retraining' | 'detect-drift' | 'evaluate-model-quality';
  readonly expression: string;
  readonly input: Readonly<Record<string, string>>;
}

/** EventBridge Scheduler fills in the time of the tick: the same in each delivery, so that copies of it are one cause. */
const tick = '<aws.scheduler.scheduled-time>';

const rate = (count: number, unit: 'hour' | 'day'): string =>
  `rate(${count} ${unit}${count === 1 ? '' : 's'})`;

/**
 * By the schedule's name. A use case without a rhythm of its own is retrained every 30 days. Where Model Monitor watches,
 * it has schedules of its own for drift and quality.
 */
export function useCaseSchedules(
  useCase: UseCase,
  engine: MonitoringEngine = 'modelkeep',
): Readonly<Record<'retrain', UseCaseSchedule>> & Partial<ReturnType<typeof monitorsOf>> {
  const { name, retraining } = useCase;
  return {
    ...(engine === 'modelkeep' ? monitorsOf(useCase) : {}),
    retrain: {
      description: `Retrains ${name} from time to time`,
      functionName: 'start-retraining',
      expression: rate(retraining.everyDays, 'day'),
      input: { reason: 'schedule', useCase: name, time: tick },
    },
  };
}

const monitorsOf = ({
  name: useCase,
  monitoring,
}: UseCase): Readonly<Record<'drift' | 'quality', UseCaseSchedule>> => ({
  drift: {
    description: `Looks for drift in what ${useCase} was asked`,
    functionName: 'detect-drift',
    expression: rate(monitoring.dataQuality.everyHours, 'hour'),
    input: { useCase, time: tick },
  },
  quality: {
    description: `Compares predictions of ${useCase} with confirmed diagnoses`,
    functionName: 'evaluate-model-quality',
    expression: rate(monitoring.modelQuality.everyHours, 'hour'),
    input: { useCase, time: tick },
  },
});
