import { TerraformVariable } from 'cdktf';
import type { FunctionContract } from '../../domain/function-contract.ts';
import { NodeFunction, type NodeFunctionProps } from '../../modules/compute/node-function.ts';
import { defined } from '../../modules/defined.ts';
import type { DeadLetterTarget } from '../../modules/messaging/dead-letters.ts';
import type { PlatformStack } from '../platform-stack.ts';
import type { Shared } from '../shared.ts';
import type { Bundles } from './bundles.ts';
import { environmentOf } from './environment.ts';
import { refuseStuck } from './needed-endpoints.ts';
import { statementsOf } from './statements.ts';

export interface FunctionsOptions {
  readonly shared: Shared;
  readonly bundles: Bundles;
  readonly useCase?: string;
}

/** Makes the functions of one stack from their contracts. */
export class FunctionFactory {
  readonly #stack: PlatformStack;
  readonly #options: FunctionsOptions;
  readonly #runtime: string;

  constructor(stack: PlatformStack, options: FunctionsOptions) {
    this.#stack = stack;
    this.#options = options;
    const runtime = new TerraformVariable(stack, 'lambda_runtime', {
      type: 'string',
      default: stack.environment.lambdaRuntime,
      description: 'Runtime of the functions; the bundles are made for Node.js 22 and newer',
    });
    runtime.overrideLogicalId('lambda_runtime');
    this.#runtime = runtime.stringValue;
  }

  /** @param more dead letters for functions that are called asynchronously; an alias where versions matter. */
  make(
    contract: FunctionContract,
    more: {
      readonly deadLetters?: DeadLetterTarget;
      readonly alias?: NonNullable<NodeFunctionProps['alias']>;
    } = {},
  ): NodeFunction {
    const { environment, names, place } = this.#stack;
    const { shared, bundles, useCase } = this.#options;
    const code = bundles.get(contract.name);
    if (!code) throw new Error(`function ${contract.name}: got no bundle, expected one from bundleAll`);
    if (shared.network !== undefined) refuseStuck(contract, shared.network);
    return new NodeFunction(this.#stack, contract.name, {
      place,
      name: names.function(contract.name, useCase),
      description: contract.description,
      code,
      runtime: this.#runtime,
      memoryMiB: contract.memoryMiB,
      timeoutSeconds: contract.timeoutSeconds,
      environment: environmentOf(contract, {
        environment,
        names,
        shared,
        ...(useCase === undefined ? {} : { useCase }),
      }),
      statements: statementsOf(contract, names, shared),
      keyArn: shared.keyArn,
      logRetentionDays: environment.logRetentionDays,
      tracing: environment.tracing,
      ...defined({
        // There is no way to the internet from a private network.
        network: contract.needsInternet === true ? undefined : shared.network,
        permissionsBoundaryArn: environment.permissionsBoundaryArn,
        deadLetters: more.deadLetters,
        asyncRetry: more.deadLetters === undefined ? undefined : { maxAttempts: 2, maxAgeSeconds: 3600 },
        alias: more.alias,
      }),
    });
  }
}
