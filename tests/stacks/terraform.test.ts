import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { environmentNamed, environments } from '../../stacks/environments/index.ts';
import type { Environment } from '../../stacks/environments/schema.ts';
import { stackId } from '../../cli/plan/waivers.ts';
import { testPermissions } from '../iam/permissions.ts';
import { checkovOrSkip, reviewAll } from '../policy/review-all.ts';
import { openStack, type Plan, terraformOrSkip } from '../terraform/harness.ts';
import { type EnvironmentPlans, planEnvironment, stackIdsOf } from './plans.ts';
import { remoteStates } from './remote-state.ts';
import { withEndpoint, withFirstModels } from '../sagemaker/examples.ts';
import { ownUseCases, type Synthesised, synthesise } from './synthesised.ts';
import { withWorkbench } from './workbench-example.ts';

const names = environments.map(({ name }) => name);

/** What a review must be able to read before anything is made. */
const readable: Readonly<Record<string, readonly string[]>> = {
  aws_s3_bucket: ['bucket'],
  aws_s3_bucket_policy: ['policy'],
  aws_dynamodb_table: ['name'],
  aws_lambda_function: ['function_name'],
  aws_iam_role: ['name', 'assume_role_policy'],
  aws_iam_role_policy: ['policy'],
  aws_sfn_state_machine: ['name', 'definition'],
  aws_sns_topic: ['name'],
  aws_sns_topic_policy: ['policy'],
  aws_sqs_queue_policy: ['policy'],
  aws_kms_key: ['policy'],
  aws_cloudwatch_event_rule: ['event_pattern'],
};
const unreadable = (plan: Plan): readonly string[] =>
  plan.resource_changes.flatMap(({ address, type, change }) =>
    (readable[type] ?? [])
      .filter((field) => change.after?.[field] === undefined)
      .map((field) => `${address}.${field}`),
  );

/** What only a root has, and the time. */
const ofRoots = ['timestamp', 'outputs', 'output_changes', 'variables', 'relevant_attributes', 'terraform'];
const asModule = (plan: Plan): unknown =>
  JSON.parse(JSON.stringify(plan), (key, value: unknown) => (ofRoots.includes(key) ? undefined : value));

/** Every stack before the real Terraform and its AWS provider, without AWS: the foundation's outputs come from a file. */
((await terraformOrSkip()) ? describe : describe.skip)('every stack, before the real Terraform', () => {
  let made: Synthesised;
  const planned = new Map<string, EnvironmentPlans>();
  const plansOf = (name: string): EnvironmentPlans => planned.get(name)!;
  const open = async (id: string, environment: Environment) =>
    openStack(made.folder(id), {
      accountId: environment.accountId,
      overrides: await remoteStates(made, id, environmentNamed(id.split('-', 1)[0]!)),
    });

  beforeAll(async () => {
    // With an endpoint under each of the two monitoring engines.
    const planning = environments.map((one) =>
      one.name === 'dev' ? withWorkbench(withFirstModels(one)) : one,
    );
    made = await synthesise(planning, withEndpoint(ownUseCases));
    // Two at a time: each takes the provider once for each of its stacks.
    const queue = [...planning];
    const next = async (): Promise<void> => {
      for (let one = queue.shift(); one; one = queue.shift())
        planned.set(one.name, await planEnvironment(made, one));
    };
    await Promise.all([next(), next()]);
  }, 600_000);
  afterAll(() => made.close());

  test.each(names)('%s: each stack validates without an error or a warning', (name) => {
    expect(plansOf(name).diagnostics).toEqual([]);
    expect([...plansOf(name).plans.keys()]).toEqual(stackIdsOf(made, environmentNamed(name)));
  });

  test.each(names)('%s: each stack is planned without AWS, and makes everything new', (name) => {
    for (const plan of plansOf(name).plans.values()) {
      const actions = plan.resource_changes.flatMap(({ change }) => change.actions);
      expect(actions.length).toBeGreaterThan(3);
      expect(new Set(actions)).toEqual(new Set(['create']));
    }
  });

  test.each(names)('%s: names and policies can be read in the plans', (name) => {
    expect([...plansOf(name).plans.values()].flatMap(unreadable)).toEqual([]);
  });

  describe.each(names)('permissions', (name) => testPermissions(name, () => plansOf(name)));

  (checkovOrSkip() ? test : test.skip)(
    'all plans pass Checkov and our own rules, but for waivers that are needed',
    async () => {
      const { failing, unusedWaivers, waived, warnings } = await reviewAll(
        new Map([...planned.values()].flatMap(({ plans }) => [...plans])),
      );
      expect(failing.map(({ id, place, address }) => `${id} ${stackId(place)}:${address}`)).toEqual([]);
      expect(unusedWaivers).toEqual([]);
      // Whoever asks whether the API answers, and for its description, has no token; no other route is open.
      expect(new Set(warnings.map(({ what }) => what))).toEqual(
        new Set(
          ['/health', '/openapi.json'].map(
            (path) => `The API route "GET ${path}" is new and asks for no sign-in`,
          ),
        ),
      );
      expect(waived.length).toBeGreaterThan(100);
    },
    120_000,
  );

  test('a plan out of those of the whole environment is that of the stack alone', async () => {
    const stack = await open('dev-serving-breast-cancer', environmentNamed('dev'));
    try {
      await stack.init();
      const alone = await stack.plan();
      const ours = plansOf('dev').plans.get('dev-serving-breast-cancer')!;
      expect(asModule(ours)).toEqual(asModule(alone));
    } finally {
      await stack.close();
    }
  }, 60_000);

  test('another account is refused', async () => {
    const stack = await open('dev-bootstrap', environmentNamed('prod'));
    try {
      await stack.init();
      await expect(stack.plan()).rejects.toThrow(/AWS account ID not allowed: 777788889999/i);
    } finally {
      await stack.close();
    }
  }, 60_000);
});
