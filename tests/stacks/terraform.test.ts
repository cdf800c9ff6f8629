import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { environmentNamed, environments } from '../../stacks/environments/index.ts';
import { openStack, type Plan, terraformOrSkip, type TerraformStackRun } from '../terraform/harness.ts';
import { foundationOutputs, localState } from './remote-state.ts';
import { type Synthesised, synthesise } from './synthesised.ts';

const kinds = ['bootstrap', 'foundation', 'retraining', 'serving-breast-cancer', 'monitoring-breast-cancer'];
const stacksOf = (names: readonly string[]) =>
  names.flatMap((environment) => kinds.map((kind) => ({ id: `${environment}-${kind}`, environment })));
/** What dev and hipaa have together is all that there is; the plan of another environment shows nothing new. */
const planned = ['dev', 'hipaa'];

/** What a review must be able to read before anything is made. */
const readable: Readonly<Record<string, readonly string[]>> = {
  aws_s3_bucket: ['bucket'],
  aws_s3_bucket_policy: ['policy'],
  aws_dynamodb_table: ['name'],
  aws_lambda_function: ['function_name'],
  aws_iam_role: ['name', 'assume_role_policy'],
  aws_sfn_state_machine: ['name', 'definition'],
  aws_sns_topic: ['name'],
  aws_kms_key: ['policy'],
  aws_cloudwatch_event_rule: ['event_pattern'],
};
const unreadable = (plan: Plan): readonly string[] =>
  plan.resource_changes.flatMap(({ address, type, change }) =>
    (readable[type] ?? [])
      .filter((field) => change.after?.[field] === undefined)
      .map((field) => `${address}.${field}`),
  );

/** Every stack before the real Terraform and its AWS provider, without AWS: the foundation's outputs come from a file. */
((await terraformOrSkip()) ? describe : describe.skip)('every stack, before the real Terraform', () => {
  let made: Synthesised;
  beforeAll(async () => {
    made = await synthesise(environments);
  }, 60_000);
  afterAll(() => made.close());

  const withStack = async (
    { id, environment }: { readonly id: string; readonly environment: string },
    use: (stack: TerraformStackRun) => Promise<void>,
  ): Promise<void> => {
    const readsFoundation = 'data' in (await made.json(id));
    const stack = await openStack(made.folder(id), {
      accountId: environmentNamed(environment).accountId,
      overrides: readsFoundation ? await localState(made.folder(id), foundationOutputs) : {},
    });
    try {
      await stack.init();
      await use(stack);
    } finally {
      await stack.close();
    }
  };

  test.each(stacksOf(planned))(
    '$id validates, and is planned without AWS',
    (one) =>
      withStack(one, async (stack) => {
        expect(await stack.validate()).toEqual([]);
        const plan = await stack.plan();
        const actions = plan.resource_changes.flatMap(({ change }) => change.actions);
        expect(actions.length).toBeGreaterThan(5);
        expect(new Set(actions)).toEqual(new Set(['create']));
        expect(unreadable(plan)).toEqual([]);
      }),
    120_000,
  );

  test.each(stacksOf(environments.map(({ name }) => name).filter((name) => !planned.includes(name))))(
    '$id validates',
    (one) =>
      withStack(one, async (stack) => {
        expect(await stack.validate()).toEqual([]);
      }),
    120_000,
  );

  test(
    'another account is refused',
    () =>
      withStack({ id: 'dev-bootstrap', environment: 'prod' }, async (stack) => {
        await expect(stack.plan()).rejects.toThrow(/AWS account ID not allowed: 777788889999/i);
      }),
    60_000,
  );
});
