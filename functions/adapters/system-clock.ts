import type { Clock } from '../../domain/ports.ts';

/** The machine's time: the one place that reads it. */
export const systemClock: Clock = { now: () => new Date() };
