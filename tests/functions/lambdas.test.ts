import { afterEach, expect, test } from '@jest/globals';
import { lambdaEnvironment } from '../../.github/scripts/lambda-environment.ts';
import { contracts } from '../../stacks/functions/contracts.ts';

const before = { ...process.env };
afterEach(() => {
  for (const name of Object.keys(process.env)) Reflect.deleteProperty(process.env, name);
  Object.assign(process.env, before);
});

/** As Lambda does at a cold start. Which variable is missing where, the adapters' own tests say. */
test.each(contracts.map(({ name }) => name))(
  '%s starts with the variables that its contract names, and exports a handler and nothing else',
  async (name) => {
    for (const { environment } of contracts)
      for (const variable of environment) Reflect.deleteProperty(process.env, variable);
    Object.assign(process.env, lambdaEnvironment(name));
    const module = (await import(`../../functions/${name}/lambda.ts`)) as Record<string, unknown>;
    expect(Object.keys(module)).toEqual(['handler']);
    expect(typeof module['handler']).toBe('function');
  },
);
