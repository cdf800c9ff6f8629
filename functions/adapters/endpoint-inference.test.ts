import { InvokeEndpointCommand, SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { beforeEach, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { ThrottledError } from '../../domain/ports.ts';
import { ServiceUnavailableError } from '../../domain/retraining/errors.ts';
import { InvalidInputError } from '../../domain/validation/parse.ts';
import { EndpointInference } from './endpoint-inference.ts';

const aws = mockClient(SageMakerRuntimeClient);
const server = new EndpointInference(new SageMakerRuntimeClient({ region: 'eu-central-1' }), 'modelkeep-dev');
const version = { useCase: 'skin-lesion', modelKey: 'executions/e/model.json' };
const photograph = { bytes: Uint8Array.of(0xff, 0xd8, 0xff), contentType: 'image/jpeg' } as const;
const said = {
  predictions: [
    {
      label: 'benign',
      probability: 0.25,
      class: 'nv',
      probabilities: { nv: 0.75 },
      statistics: { brightness: 0.5 },
    },
  ],
  model: { trainedAt: '2026-01-01T00:00:00Z', networkHash: 'ab', decisionThreshold: 0.5 },
};
const body = (value: unknown) => ({ Body: Buffer.from(JSON.stringify(value)) as never });
beforeEach(() => {
  aws.reset();
});

test('asks the endpoint of the use case, by the kind of the photograph', async () => {
  aws.on(InvokeEndpointCommand).resolves(body(said));
  expect(await server.invoke(version, photograph)).toEqual({
    probability: 0.25,
    classes: { nv: 0.75 },
    figures: { brightness: 0.5 },
    networkHash: 'ab',
  });
  expect(aws.commandCalls(InvokeEndpointCommand)[0]?.args[0].input).toMatchObject({
    EndpointName: expect.stringMatching(/^modelkeep-dev-.*skin-lesion/),
    ContentType: 'image/jpeg',
    Body: photograph.bytes,
  });
});

const failure = (name: string, more: object = {}) =>
  Object.assign(new Error('pixels 1 2 3'), { name, ...more });
test.each([
  [failure('ModelError', { OriginalStatusCode: 400 }), InvalidInputError],
  [failure('ModelError', { OriginalStatusCode: 413 }), InvalidInputError],
  [failure('ModelError', { OriginalStatusCode: 503 }), ThrottledError],
  [failure('ModelError', { OriginalStatusCode: 500 }), ServiceUnavailableError],
  [failure('ValidationError'), ServiceUnavailableError],
  [failure('ThrottlingException'), ThrottledError],
  [failure('TimeoutError'), ServiceUnavailableError],
])('%s is told as what it is, without what the container said', async (error, kind) => {
  aws.on(InvokeEndpointCommand).rejects(error);
  const told = await server.invoke(version, photograph).catch((thrown: unknown) => thrown);
  expect(told).toBeInstanceOf(kind);
  if (error.name === 'ModelError') expect(String(told)).not.toContain('pixels');
});

test('an answer of another form is no prediction', async () => {
  aws.on(InvokeEndpointCommand).resolves(body({ predictions: [] }));
  const told = await server.invoke(version, photograph).catch((thrown: unknown) => thrown);
  expect(String(told)).toContain('answer of the inference server');
  // It would be told as a mistake in the request.
  expect(told).not.toBeInstanceOf(InvalidInputError);
});
