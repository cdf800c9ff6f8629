import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { environmentNamed } from '../../stacks/environments/index.ts';
import { validatePipeline } from '../../pipelines/sagemaker/validate/validate.ts';
import { botocoreOrSkip, judged } from '../pipelines/judge.ts';
import { breastCancer, resourcesOf, type Synthesised, synthesise } from '../stacks/synthesised.ts';
import { asyncExample, endpointExample, endpointExamples, withFirstModels } from './examples.ts';

const applications = [breastCancer, ...endpointExamples];
const dev = withFirstModels(environmentNamed('dev'));
const monitored = {
  ...withFirstModels(environmentNamed('hipaa')),
  monitoringEngine: 'model-monitor',
} as const;

let made: Synthesised;
beforeAll(async () => {
  made = await synthesise([dev, monitored], applications);
}, 120_000);
afterAll(() => made.close());

const of = async (id: string, type: string) => resourcesOf(await made.json(id), type);
const only = async (id: string, type: string) => {
  const found = await of(id, type);
  expect(found).toHaveLength(1);
  return found[0]!;
};
const name = endpointExample.name;

/** A pipeline's definition, with something in the place of what only the foundation's state knows. */
async function definitionOf(stack: string): Promise<unknown> {
  const { pipeline_definition: text } = await only(stack, 'aws_sagemaker_pipeline');
  return JSON.parse(String(text).replaceAll(/\$\{[^}]*\}/g, 'known-1'));
}

describe('training by jobs', () => {
  test('one stack for each use case that a function cannot train, after the images', () => {
    expect(made.ids.filter((id) => /^dev-(images|training)/.test(id))).toEqual([
      'dev-images',
      `dev-training-${asyncExample.name}`,
      `dev-training-${name}`,
    ]);
  });

  test.each(endpointExamples.map((one) => one.name))('the pipeline of %s is valid', async (useCase) => {
    const { pipeline_name: pipeline } = await only(`dev-training-${useCase}`, 'aws_sagemaker_pipeline');
    expect(pipeline).toBe(`modelkeep-dev-train-${useCase}`);
    for (const environment of ['dev', 'hipaa'])
      expect(validatePipeline(await definitionOf(`${environment}-training-${useCase}`))).toEqual([]);
  });

  const python = botocoreOrSkip();
  (python === undefined ? test.skip : test)('botocore accepts the arguments of each step', async () => {
    for (const { name: useCase } of endpointExamples) {
      const answers = judged(python!, await definitionOf(`hipaa-training-${useCase}`));
      expect(answers.length).toBeGreaterThan(3);
      expect(answers.filter(({ report }) => report !== '')).toEqual([]);
    }
  });

  test('its steps read what the stack puts there, and write where the role lets them', async () => {
    const id = `dev-training-${name}`;
    const { key, bucket } = await only(id, 'aws_s3_object');
    const definition = String((await only(id, 'aws_sagemaker_pipeline'))['pipeline_definition']);
    expect(definition).toContain(`s3://${String(bucket)}/${String(key).replace(/\/usecase\.json$/, '')}"`);
    expect(definition).toContain('111122223333.dkr.ecr.eu-central-1.amazonaws.com/modelkeep-dev/tabular:');
    expect(definition).toContain('role/modelkeep-dev-train-skin-lesion');
  });

  test('machines with disks of their own are given no key for them', async () => {
    const volumes = async (useCase: string): Promise<readonly unknown[]> => {
      const text = String(
        (await only(`dev-training-${useCase}`, 'aws_sagemaker_pipeline'))['pipeline_definition'],
      );
      const { Steps } = JSON.parse(text) as {
        Steps: { Name: string; Arguments: { ResourceConfig?: Record<string, unknown> } }[];
      };
      return Steps.filter(({ Name }) => Name === 'Train').map(
        ({ Arguments }) => Arguments.ResourceConfig?.['VolumeKmsKeyId'],
      );
    };
    expect(await volumes(asyncExample.name)).toEqual([undefined]);
    expect(await volumes(name)).toEqual([expect.stringContaining('key_arn')]);
  });
});

describe('serving by an endpoint', () => {
  const id = `dev-serving-${name}`;

  test('has no stack before a first version is approved', async () => {
    const without = await synthesise([{ ...dev, firstModels: {} }], [endpointExample]);
    expect(without.ids.filter((one) => /serving|monitoring/.test(one))).toEqual([]);
    await without.close();
  });

  test('begins with the first version; Terraform then leaves the configuration to deployments', async () => {
    expect(await only(id, 'aws_sagemaker_model')).toMatchObject({
      name: 'modelkeep-dev-skin-lesion-first',
      enable_network_isolation: true,
      lifecycle: { ignore_changes: 'all' },
    });
    expect(await only(id, 'aws_sagemaker_endpoint_configuration')).toMatchObject({
      production_variants: [
        { variant_name: 'main', initial_variant_weight: 0.8 },
        { variant_name: 'previous', initial_variant_weight: 0.2 },
      ],
      data_capture_config: { enable_capture: true, initial_sampling_percentage: 100 },
      lifecycle: { ignore_changes: 'all' },
    });
    expect(await only(id, 'aws_sagemaker_endpoint')).toMatchObject({
      lifecycle: { ignore_changes: ['endpoint_config_name', 'deployment_config'] },
    });
  });

  test('each variant grows from 1 to 5 instances by 1,000 invocations, soon up and slowly down', async () => {
    const targets = await of(id, 'aws_appautoscaling_target');
    expect(targets.map(({ resource_id: of }) => of)).toEqual(
      ['main', 'previous'].map((variant) => `endpoint/modelkeep-dev-skin-lesion/variant/${variant}`),
    );
    for (const target of targets) expect(target).toMatchObject({ min_capacity: 1, max_capacity: 5 });
    for (const policy of await of(id, 'aws_appautoscaling_policy'))
      expect(policy['target_tracking_scaling_policy_configuration']).toMatchObject({
        predefined_metric_specification: {
          predefined_metric_type: 'SageMakerVariantInvocationsPerInstance',
        },
        target_value: 1000,
        scale_out_cooldown: 60,
        scale_in_cooldown: 300,
      });
  });

  test('is watched by the alarms that deployments name', async () => {
    const alarms = await of(id, 'aws_cloudwatch_metric_alarm');
    expect(alarms.map(({ alarm_name: alarm }) => alarm)).toEqual([
      'modelkeep-dev-endpoint-errors-skin-lesion',
      'modelkeep-dev-endpoint-latency-skin-lesion',
    ]);
  });

  test('queued requests are answered into the bucket and not captured', async () => {
    const configuration = await only(
      `dev-serving-${asyncExample.name}`,
      'aws_sagemaker_endpoint_configuration',
    );
    expect(configuration).toMatchObject({ async_inference_config: {} });
    expect(configuration).not.toHaveProperty('data_capture_config');
    expect(configuration).not.toHaveProperty('kms_key_arn');
  });
});

describe('monitoring', () => {
  const ofMonitor = ['aws_cloudcontrolapi_resource', 'aws_sagemaker_monitoring_schedule'];

  test('by the own engine: schedules of ours, and nothing of Model Monitor in any stack', async () => {
    for (const id of made.ids.filter((one) => one.startsWith('dev-')))
      for (const type of ofMonitor) expect(await of(id, type)).toEqual([]);
    const schedules = await of(`dev-monitoring-${name}`, 'aws_scheduler_schedule');
    expect(schedules.map(({ name: schedule }) => schedule)).toEqual([
      `modelkeep-dev-drift-${name}`,
      `modelkeep-dev-quality-${name}`,
      `modelkeep-dev-retrain-${name}`,
    ]);
  });

  test('by Model Monitor: data quality hourly, model quality every six hours, bias daily', async () => {
    const id = `hipaa-monitoring-${name}`;
    const schedules = await of(id, 'aws_sagemaker_monitoring_schedule');
    expect(
      schedules.map(({ monitoring_schedule_config: config }) => {
        const { monitoring_type: type, schedule_config: when } = config as Record<string, unknown>;
        return [type, when];
      }),
    ).toEqual([
      ['ModelBias', { schedule_expression: 'cron(0 0 ? * * *)' }],
      ['DataQuality', { schedule_expression: 'cron(0 * ? * * *)' }],
      ['ModelQuality', { schedule_expression: 'cron(0 0/6 ? * * *)' }],
    ]);
    expect((await of(id, 'aws_cloudcontrolapi_resource')).map(({ type_name: type }) => type)).toEqual([
      'AWS::SageMaker::ModelBiasJobDefinition',
      'AWS::SageMaker::DataQualityJobDefinition',
      'AWS::SageMaker::ModelQualityJobDefinition',
    ]);
    expect((await of(id, 'aws_scheduler_schedule')).map(({ name: schedule }) => schedule)).toEqual([
      `modelkeep-hipaa-retrain-${name}`,
    ]);
  });

  test('hipaa as it is shipped has Model Monitor and the private network', () => {
    expect(environmentNamed('hipaa')).toMatchObject({
      network: { kind: 'private' },
      monitoringEngine: 'model-monitor',
      firstModels: { [name]: expect.any(String) },
    });
  });

  test('what Model Monitor cannot see is watched by the own engine everywhere', async () => {
    for (const useCase of [breastCancer.name, asyncExample.name])
      for (const type of ofMonitor) expect(await of(`hipaa-monitoring-${useCase}`, type)).toEqual([]);
  });
});
