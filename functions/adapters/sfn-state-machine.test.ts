import {
  DescribeExecutionCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { beforeEach, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { ThrottledError } from '../../domain/ports.ts';
import { SfnStateMachine } from './sfn-state-machine.ts';

const aws = mockClient(SFNClient);
const arn = 'arn:aws:states:eu-central-1:123456789012:stateMachine:retraining';
const machine = new SfnStateMachine(new SFNClient({ region: 'eu-central-1' }), arn);
const named = (name: string) => Object.assign(new Error('text'), { name });
beforeEach(() => {
  aws.reset();
});

test('starts what does not exist, by a name that gives the ARN of the execution', async () => {
  aws.on(DescribeExecutionCommand).rejects(named('ExecutionDoesNotExist'));
  aws.on(StartExecutionCommand).resolves({});
  expect(await machine.start({ name: 'n', input: { a: 1 } })).toBe('started');
  expect(aws.commandCalls(DescribeExecutionCommand)[0]?.args[0].input).toEqual({
    executionArn: 'arn:aws:states:eu-central-1:123456789012:execution:retraining:n',
  });
  expect(aws.commandCalls(StartExecutionCommand)[0]?.args[0].input).toEqual({
    stateMachineArn: arn,
    name: 'n',
    input: '{"a":1}',
  });
});

test('what exists is not started: looked up first, or told by the start', async () => {
  aws.on(DescribeExecutionCommand).resolvesOnce({ status: 'RUNNING' });
  expect(await machine.start({ name: 'n', input: {} })).toBe('already-exists');
  aws.on(DescribeExecutionCommand).rejects(named('ExecutionDoesNotExist'));
  aws.on(StartExecutionCommand).rejects(named('ExecutionAlreadyExists'));
  expect(await machine.start({ name: 'n', input: {} })).toBe('already-exists');
});

test.each(['TaskTimedOut', 'TaskDoesNotExist', 'InvalidToken'])('%s: the task is gone', async (name) => {
  aws.on(SendTaskSuccessCommand).rejects(named(name));
  expect(await machine.succeedTask('t', {})).toBe('gone');
});

test('other failures are thrown', async () => {
  aws.on(SendTaskSuccessCommand).rejects(named('ThrottlingException'));
  await expect(machine.succeedTask('t', {})).rejects.toThrow(ThrottledError);
  aws.on(DescribeExecutionCommand).resolves({ status: 'PENDING_REDRIVE' });
  expect(await machine.describe('n')).toEqual({ status: 'RUNNING' });
  aws.on(DescribeExecutionCommand).rejects(named('AccessDeniedException'));
  await expect(machine.start({ name: 'n', input: {} })).rejects.toThrow('AccessDeniedException');
});
