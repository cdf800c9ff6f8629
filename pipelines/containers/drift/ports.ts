import type { PlatformEvent } from '../../../domain/events/platform-event.ts';
import type { UseCase } from '../../../domain/usecase/schema.ts';
import type { Counter } from './count/counter.ts';
import type { Place } from './files/place.ts';
import type { RowSource, TimeSpan } from './sql/source.ts';

/** What a watch of captured data works with. */
export interface WatchPorts {
  readonly useCase: UseCase;
  readonly modelVersion: number;
  readonly monitoring: Place;
  readonly now: Date;
  /** The rows of a stretch of time; undefined where there is no file of it. */
  readonly sourceOf: (span: TimeSpan) => Promise<RowSource | undefined>;
  readonly counter: Counter;
  readonly publish: (event: PlatformEvent) => Promise<void>;
  /** Told once for each name and run. */
  readonly measure: (metrics: Readonly<Record<string, number>>) => Promise<void>;
}

/** What a run says on its last line. Never a value of a row. */
export type Outcome = Readonly<Record<string, unknown>> & { readonly status: string };
