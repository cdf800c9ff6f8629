import { monitoringMetrics } from '../monitoring/metrics.ts';
import type { Trigger } from './trigger.ts';

/**
 * Metrics (namespace `modelkeep`, dimension UseCase) whose CloudWatch alarms ask for a retraining, and for what reason. An
 * alarm on any other metric tells people and retrains nothing.
 */
export const alarmedMetrics: Readonly<Record<string, Extract<Trigger['reason'], 'drift' | 'model-quality'>>> =
  {
    [monitoringMetrics.psiMax]: 'drift',
    [monitoringMetrics.accuracyDropPoints]: 'model-quality',
  };
