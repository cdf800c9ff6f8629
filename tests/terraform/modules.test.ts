import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { bundleFunctions } from '../../modules/lambda-bundle/bundle.ts';
import { synthEveryModule } from './every-module.ts';
import { openStack, type Plan, terraformOrSkip, type TerraformStackRun } from './harness.ts';

/** By the type of the resource. */
const knownFields: Readonly<Record<string, readonly string[]>> = {
  aws_s3_bucket: ['bucket'],
  aws_s3_bucket_policy: ['policy'],
  aws_dynamodb_table: ['name'],
  aws_lambda_function: ['function_name'],
  aws_iam_role: ['name', 'assume_role_policy'],
  aws_sns_topic: ['name'],
  aws_kms_key: ['policy'],
};

((await terraformOrSkip()) ? describe : describe.skip)(
  'every module, before the real Terraform and its AWS provider',
  () => {
    let folder = '';
    let stack: TerraformStackRun;
    let plan: Plan;

    beforeAll(async () => {
      folder = await mkdtemp(path.join(tmpdir(), 'every-module-'));
      const entryPath = path.join(folder, 'lambda.ts');
      await writeFile(entryPath, 'export const handler = (): string => "hello";');
      const [bundle] = await bundleFunctions([{ name: 'worker', entryPath }], { rootDir: folder });
      stack = await openStack(synthEveryModule(folder, bundle!));
      await stack.init();
    }, 60_000);
    afterAll(async () => {
      await stack.close();
      await rm(folder, { recursive: true });
    });

    test('validates without an error or a warning', async () => {
      expect(await stack.validate()).toEqual([]);
    }, 60_000);

    test('plans without credentials, and calls AWS for nothing', async () => {
      plan = await stack.plan();
      expect(plan.resource_changes.length).toBeGreaterThan(60);
      expect(new Set(plan.resource_changes.flatMap((change) => change.change.actions))).toEqual(
        new Set(['create']),
      );
    }, 60_000);

    test('names and policies of buckets are known before anything is made', () => {
      const unknown = plan.resource_changes.flatMap(({ address, type, change }) =>
        (knownFields[type] ?? [])
          .filter((field) => change.after?.[field] === undefined)
          .map((field) => `${address}.${field}`),
      );
      expect(unknown).toEqual([]);
    });
  },
);
