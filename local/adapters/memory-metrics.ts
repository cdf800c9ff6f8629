import type { Clock, Metrics, ServedTraffic, ServingHealth } from '../../domain/ports.ts';
import { servingDimensions, servingMetrics } from '../../domain/serving/metrics.ts';

type Dimensions = Readonly<Record<string, string>>;

/** Counts are kept by the second for this long: the longest bake of a deployment is a day. */
const keptSeconds = 86_400;
/** Latencies of each series that are kept, newest last. */
const keptLatencies = 2_000;

/**
 * Metrics in memory, and the health of what is served as read from them. A restart forgets: a deployment that bakes then is
 * judged by the traffic since the restart.
 */
export class MemoryMetrics implements Metrics, ServingHealth {
  readonly #clock: Clock;
  readonly #counts = new Map<string, Map<number, number>>();
  readonly #latencies = new Map<string, number[]>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  count(name: string, value: number, dimensions: Dimensions): void {
    const second = Math.floor(this.#clock.now().getTime() / 1000);
    const series = entry(this.#counts, seriesOf(name, dimensions), () => new Map<number, number>());
    series.set(second, (series.get(second) ?? 0) + value);
    // A map keeps the order of insertion: the oldest second is first.
    for (const old of series.keys()) {
      if (old >= second - keptSeconds) break;
      series.delete(old);
    }
  }

  milliseconds(name: string, value: number, dimensions: Dimensions): void {
    const series = entry(this.#latencies, seriesOf(name, dimensions), (): number[] => []);
    series.push(value);
    if (series.length > 2 * keptLatencies) series.splice(0, series.length - keptLatencies);
  }

  async traffic(useCase: string, version: number, since: Date): Promise<ServedTraffic> {
    const dimensions = servingDimensions(useCase, version);
    const failures = this.total(servingMetrics.failed, dimensions, since);
    return { requests: this.total(servingMetrics.served, dimensions, since) + failures, failures };
  }

  /** Sum of a count since a moment (whole seconds), at most a day back. */
  total(name: string, dimensions: Dimensions, since: Date): number {
    const oldest = Math.floor(this.#clock.now().getTime() / 1000) - keptSeconds;
    const from = Math.max(oldest, Math.floor(since.getTime() / 1000));
    let sum = 0;
    for (const [second, value] of this.#counts.get(seriesOf(name, dimensions)) ?? [])
      if (second >= from) sum += value;
    return sum;
  }

  /** Of the latest latencies of a series; undefined where there are none. `share` is 0.5 for the median. */
  percentile(name: string, dimensions: Dimensions, share: number): number | undefined {
    const sorted = [...(this.#latencies.get(seriesOf(name, dimensions)) ?? [])].sort((a, b) => a - b);
    return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  }
}

const seriesOf = (name: string, dimensions: Dimensions): string =>
  JSON.stringify([name, ...Object.entries(dimensions).sort(([a], [b]) => (a < b ? -1 : 1))]);

function entry<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}
