import { describe, expect, test } from '@jest/globals';
import { widenings } from './compare.ts';
import { dangerOf, opensToAll } from './danger.ts';
import { statementsOf, type Statement } from './document.ts';

type Raw = Record<string, unknown>;
const parse = (...statements: Raw[]): readonly Statement[] =>
  statementsOf(JSON.stringify({ Version: '2012-10-17', Statement: statements })) ?? [];
const allow = (Action: unknown, Resource: unknown = '*', more: Raw = {}): Raw => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
});
const table = 'arn:aws:dynamodb:us-east-1:123456789012:table/records';
const change = (before: Raw[], after: Raw[]) => widenings(parse(...before), parse(...after));

describe('no wider', () => {
  test.each<[string, Raw[], Raw[]]>([
    ['the same in another order', [allow(['a:B', 'a:C'], [table])], [allow(['a:C', 'a:B'], table)]],
    ['split into two statements', [allow(['a:B', 'a:C'], table)], [allow('a:B', table), allow('a:C', table)]],
    ['case of actions', [allow('S3:GetObject', table)], [allow('s3:getobject', table)]],
    [
      'narrower by a pattern',
      [allow('s3:*', 'arn:aws:s3:::b/*')],
      [allow('s3:Get*', 'arn:aws:s3:::b/models/*')],
    ],
    ['a statement less', [allow('a:B', table), allow('a:C', table)], [allow('a:B', table)]],
    [
      'a condition more',
      [allow('a:B')],
      [allow('a:B', '*', { Condition: { StringEquals: { 'aws:SourceAccount': '123456789012' } } })],
    ],
    [
      'fewer values of a condition',
      [allow('a:B', '*', { Condition: { StringLike: { 'aws:SourceArn': ['arn:a:*', 'arn:b'] } } })],
      [allow('a:B', '*', { Condition: { StringEquals: { 'AWS:SourceArn': 'arn:a:1' } } })],
    ],
    [
      'a role of an account that was in',
      [allow('a:B', '*', { Principal: { AWS: '123456789012' } })],
      [allow('a:B', '*', { Principal: { AWS: 'arn:aws:iam::123456789012:role/x' } })],
    ],
    [
      'a denial of more',
      [{ Effect: 'Deny', Principal: '*', Action: 's3:PutObject', Resource: 'arn:aws:s3:::b/*' }],
      [{ Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*' }],
    ],
  ])('%s', (_name, before, after) => {
    expect(change(before, after)).toEqual([]);
  });
});

describe('wider', () => {
  test('a new action: which, and that the resource was known', () => {
    const found = change(
      [allow('dynamodb:GetItem', table)],
      [allow(['dynamodb:GetItem', 'dynamodb:Query'], table)],
    );
    expect(found).toEqual([
      expect.objectContaining({
        kind: 'grant',
        actions: ['dynamodb:Query'],
        resources: [table],
        isNew: { actions: true, resources: false, principals: false },
      }),
    ]);
    expect(found.map(dangerOf)).toEqual([undefined]);
  });

  test('a combination of known parts', () => {
    const found = change(
      [allow('a:B', 'arn:x'), allow('a:C', 'arn:y')],
      [allow(['a:B', 'a:C'], ['arn:x', 'arn:y'])],
    );
    expect(found).toEqual([
      expect.objectContaining({ isNew: { actions: false, resources: false, principals: false } }),
    ]);
  });

  test.each<[string, Raw[], Raw[], RegExp]>([
    ['every action', [], [allow('s3:*', 'arn:aws:s3:::b')], /every action/],
    ['a power', [], [allow('iam:PassRole', 'arn:aws:iam::123456789012:role/x')], /further rights/],
    ['every resource', [allow('s3:GetObject', 'arn:b')], [allow('s3:GetObject', '*')], /every resource/],
    ['an action pattern', [], [allow('s3:Get*', 'arn:b')], /nobody listed/],
    ['all but', [], [{ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }], /NotAction/],
    [
      'another account',
      [allow('kms:Decrypt', '*', { Principal: { AWS: '123456789012' } })],
      [allow('kms:Decrypt', '*', { Principal: { AWS: ['123456789012', '999999999999'] } })],
      /further account/,
    ],
    [
      'a condition dropped',
      [allow('a:B', '*', { Condition: { StringEquals: { 'aws:SourceAccount': '123456789012' } } })],
      [allow('a:B')],
      /fewer conditions/,
    ],
    [
      'a value more in a condition',
      [allow('a:B', '*', { Condition: { StringEquals: { 'aws:SourceAccount': ['1'] } } })],
      [allow('a:B', '*', { Condition: { StringEquals: { 'aws:SourceAccount': ['1', '2'] } } })],
      /fewer conditions/,
    ],
    [
      'a denial gone',
      [
        {
          Sid: 'Tls',
          Effect: 'Deny',
          Principal: '*',
          Action: 's3:*',
          Resource: '*',
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        },
      ],
      [],
      /denied no more/,
    ],
    [
      'a denial under one more condition',
      [{ Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*' }],
      [
        {
          Effect: 'Deny',
          Principal: '*',
          Action: 's3:*',
          Resource: '*',
          Condition: { Bool: { 'a:b': 'true' } },
        },
      ],
      /denied no more/,
    ],
  ])('dangerous: %s', (_name, before, after, why) => {
    const found = change(before, after);
    expect(found).toHaveLength(1);
    expect(dangerOf(found[0]!)).toMatch(why);
  });

  test('what knows no resource may be on *; who is trusted may assume', () => {
    expect(change([], [allow(['xray:PutTraceSegments', 'cloudwatch:PutMetricData'])]).map(dangerOf)).toEqual([
      undefined,
    ]);
    const trust = {
      Effect: 'Allow',
      Action: 'sts:AssumeRole',
      Principal: { Service: 'lambda.amazonaws.com' },
    };
    expect(change([], [trust]).map(dangerOf)).toEqual([undefined]);
  });
});

describe('open to all', () => {
  const open = (more: Raw) => parse(allow('sns:Publish', '*', more)).map(opensToAll);
  test('Principal *, and not where a condition confines it', () => {
    expect(open({ Principal: '*' })).toEqual([true]);
    expect(open({ Principal: { AWS: '*' } })).toEqual([true]);
    expect(
      open({ Principal: '*', Condition: { StringEquals: { 'aws:SourceAccount': '123456789012' } } }),
    ).toEqual([false]);
    expect(open({ Principal: '*', Condition: { StringLike: { 'aws:PrincipalOrgID': '*' } } })).toEqual([
      true,
    ]);
    expect(open({ Principal: '*', Condition: { StringNotEquals: { 'aws:SourceAccount': '1' } } })).toEqual([
      true,
    ]);
    expect(open({ Principal: '*', Condition: { IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } } })).toEqual([
      true,
    ]);
  });
});
