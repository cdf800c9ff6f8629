import { lazy, type ComponentType, type LazyExoticComponent } from 'react';
import { connection } from '../api/connection.ts';
import { firstThatLoads } from './first-that-loads.ts';

/** A part of the page that comes in a file of its own. Offline it waits for the network: nothing breaks, it comes later. */
export const lazyPart = <P extends object>(
  load: () => Promise<{ readonly default: ComponentType<P> }>,
): LazyExoticComponent<ComponentType<P>> => lazy(() => firstThatLoads(load, connection));
