import { expect, test } from '@jest/globals';
import { commandActions } from '../../functions/adapters/commands.ts';
import { contracts } from '../../stacks/functions/contracts.ts';
import { tooWide, unknownName, wrongResource } from './action-names.ts';
import { documentOf } from './document.ts';

test('AWS knows every action of the contracts and of the commands', async () => {
  const actions = new Set([
    ...contracts.flatMap((contract) => contract.actions.map(({ action }) => action)),
    ...Object.values(commandActions).flat(),
  ]);
  const found = await Promise.all([...actions].map(unknownName));
  expect(found.filter((problem) => problem !== undefined)).toEqual([]);
});

test.each([
  ['s3:GetObjects', 's3:GetObjects: no action of s3'],
  ['dynamo:GetItem', 'dynamo:GetItem: no service of AWS'],
  ['kms:Generate*', undefined],
  ['kms:Make*', 'kms:Make*: no action of kms'],
])('%s is judged by its name', async (action, problem) => {
  expect(await unknownName(action)).toBe(problem);
});

test('all resources are too many for an action that knows some', async () => {
  const wide = (Action: string) =>
    tooWide(documentOf(JSON.stringify({ Statement: { Effect: 'Allow', Action, Resource: '*' } }))[0]!);
  expect(await wide('dynamodb:GetItem')).toEqual(['dynamodb:GetItem on *: AWS knows resources for it']);
  expect(await wide('xray:PutTraceSegments')).toEqual([]);
});

test('an action is checked on its own kind of resource', async () => {
  const bucket = 'arn:aws:s3:::records';
  expect(await wrongResource({ action: 's3:GetObject', resource: `${bucket}/raw/a.csv` })).toBeUndefined();
  expect(await wrongResource({ action: 's3:ListBucket', resource: `${bucket}/*` })).toMatch(
    /^s3:ListBucket on/,
  );
  expect(await wrongResource({ action: 's3:GetObject', resource: bucket })).toMatch(/^s3:GetObject on/);
});
