import { describe, expect, test } from '@jest/globals';
import { documentOf } from './document.ts';
import { type Decision, evaluate, type Policies, type Request } from './evaluate.ts';

const account = '111122223333';
const role = { kind: 'role', arn: `arn:aws:iam::${account}:role/predict`, accountId: account } as const;
const document = (...statements: readonly Readonly<Record<string, unknown>>[]) =>
  documentOf(JSON.stringify({ Version: '2012-10-17', Statement: statements }));
const allow = (Action: unknown, Resource: unknown = '*', more = {}) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
});
const deny = (Action: unknown, Resource: unknown = '*', more = {}) => ({
  Effect: 'Deny',
  Action,
  Resource,
  ...more,
});
const bucket = 'arn:aws:s3:::records';
const read: Request = { caller: role, action: 's3:GetObject', resource: `${bucket}/raw/a.csv` };

const cases: readonly (readonly [string, Policies, Decision, Partial<Request>?])[] = [
  ['nothing', {}, 'deny'],
  ['an Allow', { identity: document(allow('s3:GetObject', `${bucket}/*`)) }, 'allow'],
  [
    'actions without case, by pattern',
    { identity: document(allow('S3:get*', `${bucket}/raw/?.csv`)) },
    'allow',
  ],
  ['an Allow of another resource', { identity: document(allow('s3:*', [bucket, `${bucket}2/*`])) }, 'deny'],
  ['a Deny beside an Allow', { identity: document(allow('s3:*'), deny('s3:GetObject')) }, 'explicit deny'],
  [
    'a Deny of all but',
    { identity: document(allow('*'), { Effect: 'Deny', NotAction: 's3:*', Resource: '*' }) },
    'allow',
  ],
  [
    'an Allow of all but',
    { identity: document({ Effect: 'Allow', NotAction: ['iam:*', 's3:Get*'], Resource: '*' }) },
    'deny',
  ],
  [
    'a Deny of all resources but',
    { identity: document(allow('*'), { Effect: 'Deny', Action: '*', NotResource: `${bucket}/*` }) },
    'allow',
  ],
  ['a star over a colon', { identity: document(allow('s3:*', 'arn:aws:s3:*/raw/a.csv')) }, 'deny'],
  [
    'a condition that holds',
    {
      identity: document(
        allow('s3:*', '*', { Condition: { StringEquals: { 'AWS:SourceVpc': ['a', 'b'] } } }),
      ),
    },
    'allow',
    { context: { 'aws:sourceVpc': 'b' } },
  ],
  [
    'a condition whose key is missing',
    { identity: document(allow('s3:*', '*', { Condition: { StringLike: { 'aws:SourceVpc': '*' } } })) },
    'deny',
  ],
  [
    'IfExists without the key',
    {
      identity: document(allow('s3:*', '*', { Condition: { StringLikeIfExists: { 'aws:SourceVpc': 'x' } } })),
    },
    'allow',
  ],
  [
    'Not without the key',
    { identity: document(allow('s3:*', '*', { Condition: { StringNotEquals: { 'aws:SourceVpc': 'x' } } })) },
    'allow',
  ],
  [
    'Null',
    { identity: document(allow('s3:*', '*', { Condition: { Null: { 'aws:SourceVpc': 'false' } } })) },
    'deny',
  ],
  [
    'a number',
    {
      identity: document(
        allow('s3:*'),
        deny('s3:*', '*', { Condition: { NumericLessThan: { 's3:TlsVersion': '1.2' } } }),
      ),
    },
    'allow',
  ],
  [
    'a boundary that allows it not',
    { identity: document(allow('s3:*')), guards: [document(allow('dynamodb:*'))] },
    'deny',
  ],
  [
    'a boundary that allows it',
    { identity: document(allow('s3:*')), guards: [document(allow('*'), deny('iam:*'))] },
    'allow',
  ],
  ['a boundary alone', { guards: [document(allow('s3:*'))] }, 'deny'],
  [
    'a resource that names the role',
    { resource: document(allow('s3:*', '*', { Principal: { AWS: role.arn } })) },
    'allow',
  ],
  [
    'a resource that names the account',
    { resource: document(allow('s3:*', '*', { Principal: { AWS: account } })) },
    'deny',
  ],
  [
    'a resource that denies everybody',
    {
      identity: document(allow('s3:*')),
      resource: document(
        deny('s3:*', '*', { Principal: '*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
      ),
    },
    'explicit deny',
    { context: { 'aws:SecureTransport': 'false' } },
  ],
  [
    'a resource that denies all but the role',
    {
      identity: document(allow('s3:*')),
      resource: document(deny('s3:*', '*', { NotPrincipal: { AWS: role.arn } })),
    },
    'allow',
  ],
  ['a key that names nobody', { identity: document(allow('*')), resourceMustDelegate: true }, 'deny'],
  [
    'a key that leaves it to the account',
    {
      identity: document(allow('s3:*')),
      resource: document(allow('*', '*', { Principal: { AWS: `arn:aws:iam::${account}:root` } })),
      resourceMustDelegate: true,
    },
    'allow',
  ],
  [
    'a key that leaves it to the account, and a role without the right',
    {
      resource: document(allow('*', '*', { Principal: { AWS: `arn:aws:iam::${account}:root` } })),
      resourceMustDelegate: true,
    },
    'deny',
  ],
  [
    'a key that leaves it to another account',
    {
      identity: document(allow('*')),
      resource: document(allow('*', '*', { Principal: { AWS: '444455556666' } })),
      resourceMustDelegate: true,
    },
    'deny',
  ],
  [
    'a service that is named',
    { resource: document(allow('s3:*', '*', { Principal: { Service: ['sns.amazonaws.com'] } })) },
    'allow',
    { caller: { kind: 'service', name: 'sns.amazonaws.com' } },
  ],
  [
    'a service that is not named',
    {
      identity: document(allow('*')),
      resource: document(allow('s3:*', '*', { Principal: { Service: 'sns.amazonaws.com' } })),
    },
    'deny',
    { caller: { kind: 'service', name: 'events.amazonaws.com' } },
  ],
];

describe('a request', () => {
  test.each(cases)('with %s', (_what, policies, decision, request = {}) => {
    expect(evaluate({ ...read, ...request }, policies)).toBe(decision);
  });
});

test('what is not known is refused, not left out', () => {
  const odd = (condition: unknown) => () =>
    evaluate(read, { identity: document(allow('*', '*', { Condition: condition })) });
  expect(odd({ IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } })).toThrow('operator IpAddress');
  expect(odd({ StringLike: { 'aws:PrincipalArn': 'arn:aws:iam::${aws:x}' } })).toThrow('variable');
  expect(() => document({ Effect: 'Allow', Actions: '*' })).toThrow('element Actions');
});
