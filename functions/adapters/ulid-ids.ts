import { Ulids } from '../../domain/ids/ulid.ts';
import type { Ids } from '../../domain/ports.ts';
import { systemClock } from './system-clock.ts';

export const ulidIds = (): Ids => new Ulids(systemClock);
