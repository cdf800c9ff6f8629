import { dev } from './dev.ts';
import { hipaa } from './hipaa.ts';
import { prod } from './prod.ts';
import type { Environment } from './schema.ts';
import { staging } from './staging.ts';

/** Every environment. Adding one = one file here and one entry below. */
export const environments: readonly Environment[] = [dev, staging, prod, hipaa];

/** @throws Error that names the environments there are. */
export function environmentNamed(name: string, all: readonly Environment[] = environments): Environment {
  const found = all.find((environment) => environment.name === name);
  if (found) return found;
  throw new Error(
    `--env: got ${JSON.stringify(name)}, expected one of ${all.map((environment) => environment.name).join(', ')}`,
  );
}
