import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { defineUseCase } from '../../domain/usecase/define.ts';
import { environmentNamed, environments } from '../../stacks/environments/index.ts';
import { defineEnvironment, type Environment } from '../../stacks/environments/schema.ts';
import { awsProviderRange } from '../../stacks/platform-stack.ts';
import {
  breastCancer,
  generatedUseCases,
  ownBundles,
  resourcesOf,
  type StackJson,
  type Synthesised,
  synthesise,
} from './synthesised.ts';

const dev = environmentNamed('dev');
const all: Synthesised[] = [];
const made = async (...args: Parameters<typeof synthesise>): Promise<Synthesised> => {
  const one = await synthesise(...args);
  all.push(one);
  return one;
};
beforeAll(async () => {
  await ownBundles();
}, 60_000);
afterAll(() => Promise.all(all.map((one) => one.close())));

/** The best of two: the first compiles what the second finds compiled, and other tests run beside it. */
async function fastest(
  synth: () => Promise<Synthesised>,
): Promise<Synthesised & { readonly seconds: number }> {
  const timed = async () => {
    const startedAt = performance.now();
    return { ...(await synth()), seconds: (performance.now() - startedAt) / 1000 };
  };
  const [first, second] = [await timed(), await timed()];
  return first.seconds < second.seconds ? first : second;
}

const texts = async ({ ids, text }: Synthesised): Promise<ReadonlyMap<string, string>> =>
  new Map(await Promise.all(ids.map(async (id) => [id, await text(id)] as const)));
/** The same text for each synth: the folder of a synth stands in no stack. */
const changedBy = (before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>) => ({
  changed: [...before].filter(([id, text]) => after.get(id) !== text).map(([id]) => id),
  added: [...after.keys()].filter((id) => !before.has(id)),
});

describe('all environments', () => {
  test('are synthesised, each use case with the stacks that it needs; how fast is printed', async () => {
    const { ids, seconds } = await fastest(() => made(environments));
    process.stderr.write(`synth of ${ids.length} stacks: ${seconds.toFixed(1)} s\n`);
    expect(ids).toEqual(
      environments
        .flatMap(({ name }) => [
          `${name}-api`,
          `${name}-bootstrap`,
          `${name}-console`,
          `${name}-foundation`,
          `${name}-identity`,
          `${name}-images`,
          `${name}-monitoring-breast-cancer`,
          `${name}-monitoring-medication-adherence`,
          `${name}-retraining`,
          `${name}-serving-breast-cancer`,
          `${name}-serving-medication-adherence`,
          `${name}-training-medication-adherence`,
          `${name}-training-skin-lesion`,
          // An endpoint comes with its first approved version, of which this one environment names an example.
          ...(name === 'hipaa' ? ['hipaa-monitoring-skin-lesion', 'hipaa-serving-skin-lesion'] : []),
        ])
        .sort(),
    );
  }, 60_000);

  test('twice gives the same bytes', async () => {
    const one = await texts(await made([dev]));
    expect(changedBy(one, await texts(await made([dev])))).toEqual({ changed: [], added: [] });
  });

  test('every stack names its account, its provider range and its tags', async () => {
    const { ids, json } = await made([dev], [breastCancer]);
    for (const id of ids) {
      const { provider, terraform } = await json(id);
      expect(provider.aws).toHaveLength(1);
      expect(provider.aws[0]).toMatchObject({ allowed_account_ids: [dev.accountId], region: dev.region });
      expect(terraform).toMatchObject({ required_providers: { aws: { version: awsProviderRange } } });
      const [{ tags }] = (provider.aws[0] as { default_tags: [{ tags: Record<string, string> }] })
        .default_tags;
      expect(tags).toMatchObject({
        environment: 'dev',
        stack: id.replace('dev-', ''),
        'use-case': id.includes('breast-cancer') ? 'breast-cancer' : 'shared',
        owner: id.includes('breast-cancer') ? 'pathology' : dev.owner,
        'cost-center': 'clinical-ai',
        'data-classification': 'phi',
        'managed-by': 'terraform',
      });
    }
  });

  test('each state lies in the bucket of the bootstrap, locked, under a key of its own', async () => {
    const { ids, json } = await made([dev]);
    const keys = new Set<unknown>();
    for (const id of ids.filter((one) => one !== 'dev-bootstrap')) {
      const { s3 } = (await json(id)).terraform.backend;
      expect(s3).toMatchObject({ bucket: 'modelkeep-dev-state-111122223333', use_lockfile: true });
      keys.add(s3?.['key']);
    }
    expect(keys.size).toBe(ids.length - 1);
    expect((await json('dev-bootstrap')).terraform.backend).toHaveProperty('local');
  });
});

describe('a use case more', () => {
  test('adds two stacks and changes none', async () => {
    const two = await texts(await made([dev], generatedUseCases(2)));
    const three = await texts(await made([dev], generatedUseCases(3)));
    expect(changedBy(two, three)).toEqual({
      changed: [],
      added: ['dev-monitoring-generated-003', 'dev-serving-generated-003'],
    });
  });

  test('50 take at most 10 s, and the 51st changes none of the others', async () => {
    const { seconds, ...fifty } = await fastest(() => made([dev], generatedUseCases(50)));
    process.stderr.write(`synth of 50 use cases (${fifty.ids.length} stacks): ${seconds.toFixed(1)} s\n`);
    const before = await texts(fifty);
    const { changed, added } = changedBy(before, await texts(await made([dev], generatedUseCases(51))));
    expect(changed).toEqual([]);
    expect(added).toEqual(['dev-monitoring-generated-051', 'dev-serving-generated-051']);
  }, 120_000);

  test('with a typo fails in one line', () => {
    const { alerts: _alerts, ...rest } = breastCancer;
    const define = () => defineUseCase({ ...rest, alert: {} } as unknown as typeof breastCancer);
    expect(define).toThrow(
      /^use case "breast-cancer": alert: got an unknown field, expected no field of this name \(check its spelling\)$/,
    );
  });
});

describe('what holds data', () => {
  const stateful = [
    'aws_s3_bucket',
    'aws_dynamodb_table',
    'aws_kms_key',
    'aws_secretsmanager_secret',
  ] as const;
  const holders = async (environment: Environment) => {
    const { json } = await made([environment]);
    const stacks = await Promise.all(
      ['bootstrap', 'foundation'].map((kind) => json(`${environment.name}-${kind}`)),
    );
    return stacks.flatMap((stack) => stateful.flatMap((type) => resourcesOf(stack, type)));
  };

  test('is never destroyed by accident', async () => {
    const found = await holders(environmentNamed('prod'));
    expect(found).toHaveLength(6 + 1 + 1 + 2);
    for (const one of found) expect(one['lifecycle']).toEqual({ prevent_destroy: true });
  });

  test('goes where the environment says so', async () => {
    for (const one of await holders(dev)) expect(one).not.toHaveProperty('lifecycle');
  });

  test('the audit is locked for six years', async () => {
    const { json } = await made([environmentNamed('prod')]);
    expect(
      resourcesOf(await json('prod-foundation'), 'aws_s3_bucket_object_lock_configuration'),
    ).toMatchObject([{ rule: { default_retention: { mode: 'COMPLIANCE', days: 2192 } } }]);
  });
});

describe('what browsers bring', () => {
  test('goes by itself after a day, and only the console may put it', async () => {
    const { json } = await made([dev], [breastCancer]);
    const rules = resourcesOf(await json('dev-foundation'), 'aws_s3_bucket_lifecycle_configuration').flatMap(
      ({ rule }) => rule as readonly Readonly<Record<string, unknown>>[],
    );
    expect(rules.find(({ id }) => id === 'uploads')).toMatchObject({
      expiration: [{ days: 1 }],
      noncurrent_version_expiration: [{ noncurrent_days: 1 }],
    });
    expect(resourcesOf(await json('dev-api'), 'aws_s3_bucket_cors_configuration')).toMatchObject([
      {
        bucket: 'modelkeep-dev-processed-111122223333',
        cors_rule: [{ allowed_origins: [expect.stringContaining('console_url')] }],
      },
    ]);
    const [policy] = resourcesOf(await json('dev-console'), 'aws_cloudfront_response_headers_policy');
    expect(JSON.stringify(policy)).toContain(
      'https://modelkeep-dev-processed-111122223333.s3.eu-central-1.amazonaws.com',
    );
  });
});

describe('what can be given instead of made', () => {
  const given = defineEnvironment({
    name: 'clinic',
    accountId: '123456789012',
    region: 'eu-west-1',
    owner: 'it',
    costCenter: '7',
    namePrefix: 'stjohn',
    runbookUrl: 'https://example.org/runbook.md',
    keyArn: 'arn:aws:kms:eu-west-1:123456789012:key/given',
    permissionsBoundaryArn: 'arn:aws:iam::123456789012:policy/boundary',
    network: {
      kind: 'existing',
      vpcId: 'vpc-1',
      subnetIds: ['subnet-1', 'subnet-2'],
      securityGroupIds: ['sg-1'],
      reaches: 'all',
    },
    backend: { kind: 'local', folder: '.terraform-state' },
  });
  const stacks = async (): Promise<readonly StackJson[]> => {
    const { ids, json } = await made([given], [breastCancer]);
    return Promise.all(ids.map(json));
  };

  test('key, network, boundary and prefix are used everywhere', async () => {
    const found = await stacks();
    expect(found).toHaveLength(7);
    expect(found.flatMap((stack) => resourcesOf(stack, 'aws_kms_key'))).toEqual([]);
    expect(found.flatMap((stack) => resourcesOf(stack, 'aws_vpc'))).toEqual([]);
    const roles = found.flatMap((stack) => resourcesOf(stack, 'aws_iam_role'));
    expect(new Set(roles.map((role) => role['permissions_boundary']))).toEqual(
      new Set([given.permissionsBoundaryArn]),
    );
    const functions = found.flatMap((stack) => resourcesOf(stack, 'aws_lambda_function'));
    for (const one of functions) {
      expect(one['function_name']).toMatch(/^stjohn-clinic-/);
      expect(one['kms_key_arn']).toBe(given.keyArn);
      if (one['function_name'] !== 'stjohn-clinic-slack-notifier')
        expect(one['vpc_config']).toEqual({
          subnet_ids: ['subnet-1', 'subnet-2'],
          security_group_ids: ['sg-1'],
        });
      else expect(one).not.toHaveProperty('vpc_config');
    }
  });

  test('what has a name that AWS knows it by has the prefix', async () => {
    const named = ['bucket', 'function_name', 'alarm_name', 'dashboard_name', 'name'] as const;
    const types =
      /^aws_(s3_bucket|lambda_function|iam_role|dynamodb_table|sns_topic|sqs_queue|secretsmanager_secret|cloudwatch_(event_bus|event_rule|metric_alarm|dashboard)|scheduler_schedule|sfn_state_machine|cloudtrail|budgets_budget|cognito_user_pool|apigatewayv2_api)$/;
    const names = (await stacks()).flatMap(({ resource }) =>
      Object.entries(resource)
        .filter(([type]) => types.test(type))
        .flatMap(([, all]) => Object.values(all))
        .map((one) => named.map((name) => one[name]).find((value) => typeof value === 'string')),
    );
    expect(names.length).toBeGreaterThan(60);
    expect(names.filter((name) => !String(name).startsWith('stjohn-clinic'))).toEqual([]);
  });

  test('a network from which a function could not reach AWS fails the synth', async () => {
    const network = { ...given.network, reaches: ['s3', 'dynamodb'] } as Environment['network'];
    await expect(made([{ ...given, network }])).rejects.toThrow(
      /^function check-deployment would hang in the network: got no way to monitoring/,
    );
  });
});
