import { DescribeEndpointCommand, SageMakerClient } from '@aws-sdk/client-sagemaker';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { acquireLockWrite, readLock } from '../../domain/retraining/lock.ts';
import { deployEffectKey } from '../../domain/serving/serving-store.ts';
import { catalogOf } from '../../domain/usecase/catalog.ts';
import { endpointCheck } from '../../functions/adapters/endpoint-check.ts';
import { endpointSwitch } from '../../functions/adapters/endpoint-switch.ts';
import { SageMakerEndpoints } from '../../functions/adapters/sagemaker-endpoints.ts';
import { environmentNamed } from '../../stacks/environments/index.ts';
import { Names } from '../../stacks/names.ts';
import { remoteStates } from '../stacks/remote-state.ts';
import { type Synthesised, synthesise } from '../stacks/synthesised.ts';
import { FakeClock } from '../support/doubles.ts';
import { emulatorOrSkip } from '../support/emulator.ts';
import { MemoryRecordStore } from '../support/memory-records.ts';
import { openStack, terraformOrSkip, type TerraformStackRun } from '../terraform/harness.ts';
import { endpointExample, withFirstModels } from './examples.ts';

const emulator = await emulatorOrSkip();
const isReady = emulator !== undefined && (await terraformOrSkip());
const environment = { ...withFirstModels(environmentNamed('dev')), accountId: '123456789012' };
const names = new Names(environment);
const useCase = endpointExample.name;
const { endpoint, first } = names.endpoint(useCase);
const id = `dev-serving-${useCase}`;

(isReady ? describe : describe.skip)('an endpoint that Terraform made, on the emulator', () => {
  const client = new SageMakerClient({ ...emulator?.client, region: environment.region });
  let made: Synthesised;
  let stack: TerraformStackRun;
  const live = async () =>
    (await client.send(new DescribeEndpointCommand({ EndpointName: endpoint }))).EndpointConfigName;

  /** Which variants grow with what they are asked: the SDK's client for it is not among the project's packages. */
  const scaled = async (): Promise<readonly string[]> => {
    const answer = await fetch(emulator!.url, {
      method: 'POST',
      headers: {
        'x-amz-target': 'AnyScaleFrontendService.DescribeScalableTargets',
        'content-type': 'application/x-amz-json-1.1',
        authorization: `AWS4-HMAC-SHA256 Credential=test/20261124/${environment.region}/application-autoscaling/aws4_request, SignedHeaders=host, Signature=0`,
      },
      body: JSON.stringify({ ServiceNamespace: 'sagemaker' }),
    });
    const { ScalableTargets } = (await answer.json()) as { ScalableTargets: { ResourceId: string }[] };
    return ScalableTargets.map(({ ResourceId }) => ResourceId)
      .filter((one) => one.includes(endpoint))
      .toSorted();
  };

  beforeAll(async () => {
    Object.assign(process.env, { AWS_ENDPOINT_URL: emulator?.url, AWS_MAX_ATTEMPTS: '3' });
    made = await synthesise([environment], [endpointExample]);
    stack = await openStack(made.folder(id), {
      accountId: environment.accountId,
      overrides: await remoteStates(made, id, environment),
    });
    await stack.init();
    await stack.terraform('apply', '-auto-approve', '-input=false', '-no-color');
  }, 180_000);
  afterAll(async () => {
    await stack.terraform('destroy', '-auto-approve', '-input=false', '-no-color');
    await stack.close();
    await made.close();
    delete process.env['AWS_ENDPOINT_URL'];
    delete process.env['AWS_MAX_ATTEMPTS'];
  }, 120_000);

  test('a deployment moves its configuration; the plan after it is empty, and autoscaling stays registered', async () => {
    expect(await live()).toBe(first);
    const variants = ['main', 'previous'].map((variant) => `endpoint/${endpoint}/variant/${variant}`);
    expect(await scaled()).toEqual(variants);

    const records = new MemoryRecordStore();
    const clock = new FakeClock();
    const { write, generation } = acquireLockWrite(await readLock(records, useCase), 'e', clock.now());
    await records.write([write]);
    const deps = {
      records,
      clock,
      useCases: catalogOf([endpointExample]),
      endpoints: new SageMakerEndpoints(client),
      prefix: names.base,
      place: {
        bucket: names.bucket('{room}'),
        inferenceImage: names.imageUri('{image}'),
        roleArnPrefix: names.roleArnPrefix,
        keyArn: 'arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555',
      },
    };
    const { deploymentId } = await endpointSwitch(deps).deploy({
      useCase,
      version: 2,
      modelKey: `executions/${useCase}-2/model.json`,
      effectKey: deployEffectKey('e'),
      generation,
    });
    expect(await live()).not.toBe(first);
    const check = endpointCheck(deps);
    expect(await check.describe(useCase, deploymentId)).toEqual({ status: 'Healthy' });
    await check.cleanUp?.(useCase);

    // Exit code 2 says that there is something to do, and fails.
    await stack.terraform('plan', '-detailed-exitcode', '-input=false', '-no-color');
    expect(await scaled()).toEqual(variants);
  }, 120_000);
});
