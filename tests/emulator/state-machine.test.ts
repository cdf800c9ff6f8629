import {
  CreateEventBusCommand,
  EventBridgeClient,
  PutRuleCommand,
  PutTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  SendTaskFailureCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { SfnExecutionHistory } from '../../functions/adapters/sfn-execution-history.ts';
import { emulatorOrSkip } from '../support/emulator.ts';
import { eventually } from './eventually.ts';
import { deployRecorder, roleArn, type Recorder } from './recorder.ts';

const emulator = await emulatorOrSkip();

(emulator ? describe : describe.skip)('Step Functions', () => {
  const sfn = new SFNClient({ ...emulator?.client });
  const events = new EventBridgeClient({ ...emulator?.client });
  let recorder: Recorder;
  let machine: string;

  const invoke = (payload: object, more: object) => ({
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke',
    Parameters: { FunctionName: recorder.functionArn, 'Payload.$': '$' },
    ResultSelector: { 'calls.$': '$.Payload.calls' },
    TimeoutSeconds: 20,
    ...payload,
    ...more,
  });

  /** A task that retries throttling and catches by name, and one that waits for a person: the forms that ours uses. */
  const definition = () => ({
    StartAt: 'Route',
    States: {
      Route: {
        Type: 'Choice',
        Choices: [{ Variable: '$.approve', IsPresent: true, Next: 'Approve' }],
        Default: 'Work',
      },
      Work: invoke(
        { ResultPath: '$.work', Next: 'Done' },
        {
          Retry: [
            {
              ErrorEquals: ['ServiceThrottledError'],
              IntervalSeconds: 1,
              BackoffRate: 1,
              MaxAttempts: 2,
            },
          ],
          Catch: [
            { ErrorEquals: ['ArtifactError'], ResultPath: '$.error', Next: 'Rejected' },
            { ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'Broken' },
          ],
        },
      ),
      Approve: {
        Type: 'Task',
        Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
        Parameters: {
          FunctionName: recorder.functionArn,
          Payload: { 'run.$': '$.run', 'token.$': '$$.Task.Token' },
        },
        ResultPath: '$.decision',
        TimeoutSecondsPath: '$.approve',
        Catch: [{ ErrorEquals: ['States.Timeout'], ResultPath: '$.error', Next: 'NobodyAnswered' }],
        Next: 'Done',
      },
      NobodyAnswered: { Type: 'Pass', Result: 'approval-timed-out', ResultPath: '$.outcome', Next: 'Done' },
      Rejected: { Type: 'Pass', Result: 'rejected', ResultPath: '$.outcome', Next: 'Done' },
      Done: { Type: 'Succeed' },
      Broken: { Type: 'Fail', Error: 'Broken', Cause: 'the task failed for good' },
    },
  });

  const start = async (input: { readonly run: string; readonly [more: string]: unknown }) => {
    const started = await sfn.send(
      new StartExecutionCommand({ stateMachineArn: machine, name: input.run, input: JSON.stringify(input) }),
    );
    return started.executionArn!;
  };
  const ended = (executionArn: string) =>
    eventually(executionArn, async () => {
      const execution = await sfn.send(new DescribeExecutionCommand({ executionArn }));
      if (execution.status === 'RUNNING') return undefined;
      // `as`: the outputs of these machines are objects.
      const output = JSON.parse(execution.output ?? '{}') as { readonly error?: { readonly Cause?: string } };
      return { ...execution, output };
    });

  beforeAll(async () => {
    recorder = await deployRecorder(emulator!, 'machine-test');
    const created = await sfn.send(
      new CreateStateMachineCommand({
        name: 'machine-test',
        roleArn,
        definition: JSON.stringify(definition()),
      }),
    );
    machine = created.stateMachineArn!;
    await events.send(new CreateEventBusCommand({ Name: 'machine-test' }));
  });

  test('throttling is retried, and then it works', async () => {
    const execution = await ended(await start({ run: 'retried', failures: 2 }));
    expect(execution.status).toBe('SUCCEEDED');
    expect(execution.output).toEqual({ run: 'retried', failures: 2, work: { calls: 3 } });
  });

  test('after the last try the catch-all ends the execution as failed', async () => {
    const execution = await ended(await start({ run: 'given-up', failures: 9 }));
    expect(execution).toMatchObject({ status: 'FAILED', error: 'Broken', cause: 'the task failed for good' });
    expect(await recorder.calls('given-up', 3)).toHaveLength(3);
  });

  test('an error that no retry names is caught by its name', async () => {
    const execution = await ended(await start({ run: 'caught', failures: 9, error: 'ArtifactError' }));
    expect(execution.status).toBe('SUCCEEDED');
    expect(execution.output).toMatchObject({ outcome: 'rejected', error: { Error: 'ArtifactError' } });
    expect(JSON.parse(String(execution.output.error?.Cause))).toMatchObject({ errorType: 'ArtifactError' });
    expect(await recorder.calls('caught', 1)).toHaveLength(1);
  });

  test('an approval waits for its token', async () => {
    const executionArn = await start({ run: 'approved', approve: 20 });
    const [call] = await recorder.calls('approved', 1);
    const running = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    expect(running.status).toBe('RUNNING');
    await sfn.send(
      new SendTaskSuccessCommand({ taskToken: String(call!['token']), output: '{"approved":true}' }),
    );
    expect((await ended(executionArn)).output).toMatchObject({ decision: { approved: true } });
  });

  test('an approval that is refused fails its state by the name that was sent', async () => {
    const executionArn = await start({ run: 'refused', approve: 20 });
    const [call] = await recorder.calls('refused', 1);
    const refusal = { taskToken: String(call!['token']), error: 'Refused', cause: 'not good enough' };
    await sfn.send(new SendTaskFailureCommand(refusal));
    expect(await ended(executionArn)).toMatchObject({
      status: 'FAILED',
      error: 'Refused',
      cause: 'not good enough',
    });
  });

  test('an approval that nobody gives times out', async () => {
    const execution = await ended(await start({ run: 'unanswered', approve: 1 }));
    expect(execution.output).toMatchObject({
      outcome: 'approval-timed-out',
      error: { Error: 'States.Timeout' },
    });
  });

  test('the history tells each state, what went in and out, and the error that a Catch took', async () => {
    const history = new SfnExecutionHistory(sfn, machine);
    await ended(await start({ run: 'told', failures: 1 }));
    expect(await history.states('told')).toMatchObject([
      { name: 'Route', status: 'Succeeded' },
      // Tried twice: a failure that a retry made good is none.
      { name: 'Work', status: 'Succeeded' },
      { name: 'Done', status: 'Succeeded' },
    ]);

    await ended(await start({ run: 'told-caught', failures: 9, error: 'ArtifactError' }));
    const visits = (await history.states('told-caught')) ?? [];
    expect(visits.map(({ name, status }) => [name, status])).toEqual([
      ['Route', 'Succeeded'],
      ['Work', 'Failed'],
      ['Rejected', 'Succeeded'],
      ['Done', 'Succeeded'],
    ]);
    expect(await history.state('told-caught', visits[1]?.id ?? 0)).toMatchObject({
      name: 'Work',
      input: { run: 'told-caught', failures: 9 },
      output: { run: 'told-caught', error: { Error: 'ArtifactError' } },
      error: { name: 'ArtifactError', cause: expect.stringContaining('errorMessage') },
    });

    await ended(await start({ run: 'told-failed', failures: 9 }));
    expect((await history.states('told-failed'))?.at(-1)).toMatchObject({ name: 'Broken', status: 'Failed' });
    expect(await history.states('told-never')).toBeUndefined();
    expect(await history.state('told-never', 1)).toBeUndefined();
  });

  test('a name is used once; the same name with the same input is no error while it runs', async () => {
    const first = await start({ run: 'name', approve: 20 });
    expect(await start({ run: 'name', approve: 20 })).toBe(first);
    await expect(start({ run: 'name', approve: 19 })).rejects.toMatchObject({
      name: 'ExecutionAlreadyExists',
    });
    await sfn.send(
      new StopExecutionCommand({ executionArn: first, error: 'Superseded', cause: 'a newer one' }),
    );
    expect(await ended(first)).toMatchObject({
      status: 'ABORTED',
      error: 'Superseded',
      cause: 'a newer one',
    });
    await expect(start({ run: 'name', approve: 20 })).rejects.toMatchObject({
      name: 'ExecutionAlreadyExists',
    });
  });

  test('a machine-level timeout skips every Catch', async () => {
    const timed = await sfn.send(
      new CreateStateMachineCommand({
        name: 'machine-test-timeout',
        roleArn,
        definition: JSON.stringify({ ...definition(), TimeoutSeconds: 1 }),
      }),
    );
    const input = JSON.stringify({ run: 'too-long', approve: 20 });
    const { executionArn } = await sfn.send(
      new StartExecutionCommand({ stateMachineArn: timed.stateMachineArn, input }),
    );
    expect(await ended(executionArn!)).toMatchObject({ status: 'TIMED_OUT', stopDate: expect.any(Date) });
  });

  test('start and end of an execution are announced', async () => {
    const place = { Name: 'executions', EventBusName: 'default' };
    const pattern = {
      source: ['aws.states'],
      'detail-type': ['Step Functions Execution Status Change'],
      detail: { stateMachineArn: [machine], name: ['announced'], status: ['FAILED', 'ABORTED', 'SUCCEEDED'] },
    };
    await events.send(new PutRuleCommand({ ...place, EventPattern: JSON.stringify(pattern) }));
    const transformer = {
      InputPathsMap: { detail: '$.detail' },
      InputTemplate: '{"run": "announcement", "detail": <detail>}',
    };
    await events.send(
      new PutTargetsCommand({
        Rule: 'executions',
        Targets: [{ Id: '1', Arn: recorder.functionArn, InputTransformer: transformer }],
      }),
    );
    const executionArn = await start({ run: 'announced' });
    const announced = await recorder.calls('announcement', 1);
    expect(announced).toMatchObject([
      {
        detail: {
          executionArn,
          status: 'SUCCEEDED',
          input: JSON.stringify({ run: 'announced' }),
          startDate: expect.any(Number),
          stopDate: expect.any(Number),
        },
      },
    ]);
  });
});
