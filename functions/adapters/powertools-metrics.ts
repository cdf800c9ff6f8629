import { Metrics as Emf, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Metrics } from '../../domain/ports.ts';
import { metricsNamespace } from './contract.ts';

type Dimensions = Readonly<Record<string, string>>;

/**
 * Metrics as lines of the embedded metric format, which CloudWatch Logs turns into metrics: no call, no wait. Each value
 * is a line of its own with exactly the dimensions given, so that nothing is lost where a function is frozen or killed,
 * and a reader finds the metric by these dimensions (Powertools would add `service` to them).
 */
class PowertoolsMetrics implements Metrics {
  readonly #emf: Emf;

  constructor(emf: Emf = new Emf({ namespace: metricsNamespace })) {
    this.#emf = emf;
    this.#emf.clearDefaultDimensions();
  }

  count(name: string, value: number, dimensions: Dimensions): void {
    this.#write(name, MetricUnit.Count, value, dimensions);
  }

  milliseconds(name: string, value: number, dimensions: Dimensions): void {
    this.#write(name, MetricUnit.Milliseconds, value, dimensions);
  }

  #write(
    name: string,
    unit: (typeof MetricUnit)[keyof typeof MetricUnit],
    value: number,
    dimensions: Dimensions,
  ): void {
    for (const [key, text] of Object.entries(dimensions)) this.#emf.addDimension(key, text);
    this.#emf.addMetric(name, unit, value);
    this.#emf.publishStoredMetrics();
  }
}

export const powertoolsMetrics = (): Metrics => new PowertoolsMetrics();
