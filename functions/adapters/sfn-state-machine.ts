import {
  DescribeExecutionCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import * as z from 'zod/mini';
import type { ExecutionStatus, JsonObject, StateMachine } from '../../domain/ports.ts';
import { clientSettings } from './clients.ts';
import { parseEnvironment, type Environment } from './environment.ts';
import { calling, errorName, portError } from './errors.ts';

const statuses: Readonly<Record<string, ExecutionStatus>> = {
  RUNNING: 'RUNNING',
  // Waits for a person to redrive it: it has not ended.
  PENDING_REDRIVE: 'RUNNING',
  SUCCEEDED: 'SUCCEEDED',
  FAILED: 'FAILED',
  TIMED_OUT: 'TIMED_OUT',
  ABORTED: 'ABORTED',
};

/** StateMachine on Step Functions (a standard workflow). */
export class SfnStateMachine implements StateMachine {
  readonly #client: SFNClient;
  readonly #arn: string;

  constructor(client: SFNClient, stateMachineArn: string) {
    this.#client = client;
    this.#arn = stateMachineArn;
  }

  /**
   * StartExecution of a name that runs with the same input succeeds again and does not say so; only an ended one, or
   * another input, is ExecutionAlreadyExists. So it is looked up first. Two callers at the same instant may both read
   * `started`; there is one execution all the same.
   */
  async start(execution: {
    readonly name: string;
    readonly input: JsonObject;
  }): Promise<'started' | 'already-exists'> {
    if (await this.describe(execution.name)) return 'already-exists';
    try {
      await this.#client.send(
        new StartExecutionCommand({
          stateMachineArn: this.#arn,
          name: execution.name,
          input: JSON.stringify(execution.input),
        }),
      );
      return 'started';
    } catch (error) {
      if (errorName(error) === 'ExecutionAlreadyExists') return 'already-exists';
      throw portError(error, 'starting an execution');
    }
  }

  async describe(name: string): Promise<{ readonly status: ExecutionStatus } | undefined> {
    try {
      const { status } = await this.#client.send(
        new DescribeExecutionCommand({ executionArn: executionArnOf(this.#arn, name) }),
      );
      const known = statuses[status ?? ''];
      if (!known) throw new Error(`unknown status ${status ?? '(none)'}`);
      return { status: known };
    } catch (error) {
      if (errorName(error) === 'ExecutionDoesNotExist') return undefined;
      throw portError(error, 'describing an execution');
    }
  }

  async succeedTask(token: string, output: JsonObject): Promise<'accepted' | 'gone'> {
    const command = new SendTaskSuccessCommand({ taskToken: token, output: JSON.stringify(output) });
    return calling('answering a task', async () => {
      try {
        await this.#client.send(command);
        return 'accepted';
      } catch (error) {
        if (['TaskTimedOut', 'TaskDoesNotExist', 'InvalidToken'].includes(errorName(error))) return 'gone';
        throw error;
      }
    });
  }
}

/** `arn:…:stateMachine:NAME` -> `arn:…:execution:NAME:EXECUTION`. */
export const executionArnOf = (stateMachineArn: string, name: string): string =>
  `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;

const schema = z.object({
  RETRAINING_STATE_MACHINE_ARN: z
    .string()
    .check(z.regex(/^arn:[^:]+:states:[^:]*:[^:]*:stateMachine:[^:]+$/)),
});

/** @throws InvalidInputError that names a missing variable. */
export const stateMachineArnOf = (environment: Environment): string =>
  parseEnvironment(schema, environment, 'the state machine').RETRAINING_STATE_MACHINE_ARN;

/** @throws InvalidInputError that names a missing variable. */
export const sfnStateMachine = (environment: Environment): StateMachine =>
  new SfnStateMachine(new SFNClient(clientSettings()), stateMachineArnOf(environment));
