import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { emulatorOrSkip } from '../support/emulator.ts';
import { startHttpSink } from './http-sink.ts';
import { deployRecorder, type Recorder } from './recorder.ts';

const emulator = await emulatorOrSkip();

(emulator ? describe : describe.skip)('Lambda', () => {
  const lambda = new LambdaClient({ ...emulator?.client });
  const sns = new SNSClient({ ...emulator?.client });
  const name = 'functions-test';
  let recorder: Recorder;
  let deadLetters: Awaited<ReturnType<typeof startHttpSink>>;

  const invoke = async (event: object) => {
    const answer = await lambda.send(
      new InvokeCommand({ FunctionName: name, Payload: JSON.stringify(event), LogType: 'Tail' }),
    );
    return {
      error: answer.FunctionError,
      payload: JSON.parse(Buffer.from(answer.Payload!).toString()),
      logs: Buffer.from(answer.LogResult ?? '', 'base64').toString(),
    };
  };

  beforeAll(async () => {
    deadLetters = await startHttpSink();
    const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: name }));
    await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'http', Endpoint: deadLetters.url }));
    recorder = await deployRecorder(emulator!, name, { deadLetterArn: TopicArn!, timeoutSeconds: 3 });
  });
  afterAll(() => deadLetters.stop());

  test('our bundled handler runs on the pinned Node, reaches DynamoDB and logs', async () => {
    const { error, payload, logs } = await invoke({ run: 'sync' });
    expect(error).toBeUndefined();
    expect(payload).toEqual({ calls: 1, version: '$LATEST', nodeVersion: process.version });
    expect(logs).toContain('"function":"recorder","msg":"task done"');
    expect(await recorder.calls('sync', 1)).toEqual([{ run: 'sync' }]);
  });

  test('an error of ours keeps its name through the bundler', async () => {
    const { error, payload } = await invoke({ run: 'fails', failures: 1, error: 'ArtifactError' });
    expect(error).toBe('Unhandled');
    expect(payload).toMatchObject({ errorType: 'ArtifactError', errorMessage: 'call 1 was asked to fail' });
  });

  test('a process that ends, and one that does not, are told as Lambda tells them', async () => {
    const [exit, never] = await Promise.all([
      invoke({ run: 'x', end: 'exit' }),
      invoke({ run: 'x', end: 'never' }),
    ]);
    expect(exit.payload).toMatchObject({
      errorType: 'Runtime.ExitError',
      errorMessage: expect.stringContaining('exit status 3'),
    });
    expect(never.payload).toMatchObject({
      errorType: 'Sandbox.Timedout',
      errorMessage: expect.stringContaining('Task timed out after 3.00 seconds'),
    });
  });

  test('an asynchronous call is tried three times, then goes to the dead-letter topic', async () => {
    const event = { run: 'async', failures: 9 };
    const { StatusCode } = await lambda.send(
      new InvokeCommand({ FunctionName: name, InvocationType: 'Event', Payload: JSON.stringify(event) }),
    );
    expect(StatusCode).toBe(202);
    const [message] = await deadLetters.received(1);
    expect(JSON.parse(String(message!.body['Message']))).toEqual(event);
    expect(await recorder.calls('async', 3)).toHaveLength(3);
  });

  test('an asynchronous call that succeeds at its second try leaves no dead letter', async () => {
    const event = { run: 'async-second', failures: 1 };
    await lambda.send(
      new InvokeCommand({ FunctionName: name, InvocationType: 'Event', Payload: JSON.stringify(event) }),
    );
    await recorder.calls('async-second', 2);
    expect(await deadLetters.received(1)).toHaveLength(1);
  });
});
