import { GetExecutionHistoryCommand, SFNClient, type HistoryEvent } from '@aws-sdk/client-sfn';
import { beforeEach, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { ThrottledError } from '../../domain/ports.ts';
import { SfnExecutionHistory } from './sfn-execution-history.ts';

const aws = mockClient(SFNClient);
const machine = 'arn:aws:states:eu-central-1:123456789012:stateMachine:retraining';
const history = new SfnExecutionHistory(new SFNClient({ region: 'eu-central-1' }), machine);
const named = (name: string) => Object.assign(new Error('text'), { name });
const timestamp = new Date('2026-01-05T08:00:00Z');
const event = (id: number, rest: Omit<HistoryEvent, 'id' | 'timestamp'>): HistoryEvent => ({
  id,
  timestamp,
  ...rest,
});
const entered = (id: number, type: 'Task' | 'Choice' | 'Fail', name: string) =>
  event(id, { type: `${type}StateEntered`, stateEnteredEventDetails: { name, input: `{"of":"${name}"}` } });
const exited = (id: number, type: 'Task' | 'Choice', name: string) =>
  event(id, { type: `${type}StateExited`, stateExitedEventDetails: { name, output: '{"out":1}' } });
const failed = (id: number) =>
  event(id, {
    type: 'TaskFailed',
    taskFailedEventDetails: {
      resourceType: 'lambda',
      resource: 'invoke',
      error: 'StateInputError',
      cause: 'c',
    },
  });

/** The order of events as Step Functions writes it for `lambda:invoke`. */
const events: readonly HistoryEvent[] = [
  event(1, { type: 'ExecutionStarted' }),
  entered(2, 'Task', 'StartPipeline'),
  event(3, { type: 'TaskScheduled' }),
  event(4, { type: 'TaskStarted' }),
  failed(5),
  event(6, { type: 'TaskScheduled' }),
  event(7, { type: 'TaskSucceeded' }),
  exited(8, 'Task', 'StartPipeline'),
  entered(9, 'Task', 'EvaluateModel'),
  event(10, { type: 'TaskScheduled' }),
  failed(11),
  exited(12, 'Task', 'EvaluateModel'),
  entered(13, 'Choice', 'Passed?'),
  exited(14, 'Choice', 'Passed?'),
  entered(15, 'Fail', 'PipelineFailed'),
  event(16, { type: 'ExecutionFailed', executionFailedEventDetails: { error: 'PipelineFailed', cause: '' } }),
];
beforeEach(() => {
  aws.reset();
});

test('states in order over all pages, without their data', async () => {
  aws
    .on(GetExecutionHistoryCommand)
    .resolvesOnce({ events: events.slice(0, 7), nextToken: 'more' })
    .resolvesOnce({ events: events.slice(7) });
  const visit = (id: number, name: string, status: string) => ({
    id,
    name,
    status,
    enteredAt: timestamp.toISOString(),
    exitedAt: timestamp.toISOString(),
  });
  expect(await history.states('e')).toEqual([
    visit(2, 'StartPipeline', 'Succeeded'),
    visit(9, 'EvaluateModel', 'Failed'),
    visit(13, 'Passed?', 'Succeeded'),
    visit(15, 'PipelineFailed', 'Failed'),
  ]);
  expect(aws.commandCalls(GetExecutionHistoryCommand).map(({ args }) => args[0].input)).toMatchObject([
    { executionArn: 'arn:aws:states:eu-central-1:123456789012:execution:retraining:e' },
    { nextToken: 'more', includeExecutionData: false },
  ]);
});

test('one state with what went in and its error; no page behind it is read', async () => {
  aws.on(GetExecutionHistoryCommand).resolves({ events: [...events], nextToken: 'more' });
  expect(await history.state('e', 9)).toMatchObject({
    name: 'EvaluateModel',
    input: { of: 'EvaluateModel' },
    error: { name: 'StateInputError', cause: 'c' },
  });
  const [first, ...more] = aws.commandCalls(GetExecutionHistoryCommand);
  expect(first?.args[0].input).toMatchObject({ includeExecutionData: true });
  expect(more).toEqual([]);
  aws.on(GetExecutionHistoryCommand).resolves({ events: [...events] });
  expect(await history.state('e', 3)).toBeUndefined();
});

test('an execution that Step Functions does not know any more; other failures are thrown', async () => {
  aws.on(GetExecutionHistoryCommand).rejects(named('ExecutionDoesNotExist'));
  expect(await history.states('old')).toBeUndefined();
  expect(await history.state('old', 2)).toBeUndefined();
  aws.on(GetExecutionHistoryCommand).rejects(named('ThrottlingException'));
  await expect(history.states('e')).rejects.toThrow(ThrottledError);
});

test('what Step Functions cut short is not told', async () => {
  const cut = event(2, { type: 'TaskStateEntered', stateEnteredEventDetails: { name: 'A', input: '{"a":' } });
  aws.on(GetExecutionHistoryCommand).resolves({ events: [cut] });
  expect(await history.state('e', 2)).toMatchObject({ name: 'A', input: null, status: 'Running' });
});
