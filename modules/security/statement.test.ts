import { describe, expect, test } from '@jest/globals';
import { checkStatements, policyJson } from './statement.ts';

const problems = (statement: Parameters<typeof checkStatements>[1][number]): readonly string[] =>
  checkStatements('statements', [statement]).filter((check) => check !== undefined);

describe('policyJson', () => {
  test('writes what IAM reads, and leaves out what is not given', () => {
    const text = policyJson([
      {
        sid: 'Read',
        principals: { services: ['sns.amazonaws.com'] },
        actions: ['s3:GetObject'],
        resources: ['arn:aws:s3:::a/*'],
      },
    ]);
    expect(JSON.parse(text)).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'Read',
          Effect: 'Allow',
          Principal: { Service: 'sns.amazonaws.com' },
          Action: 's3:GetObject',
          Resource: 'arn:aws:s3:::a/*',
        },
      ],
    });
  });

  test('an identity policy has no principal, everybody is *', () => {
    const all = { actions: ['s3:GetObject'], resources: ['arn:aws:s3:::a/*'] } as const;
    const everybody = { sid: 'All', principals: '*', ...all } as const;
    expect(policyJson([everybody])).toContain('"Principal":{"AWS":"*"}');
    expect(policyJson([all])).not.toContain('Principal');
  });

  test('a * resource wants a reason, in policies of resources too', () => {
    const all = { sid: 'All', principals: '*', actions: ['sns:Publish'], resources: ['*'] } as const;
    expect(() => policyJson([all])).toThrow(
      /^statement All: got the resource \*, expected ARNs, or the reason/,
    );
    expect(policyJson([{ ...all, anyResourceBecause: 'here, * is this topic' }])).toContain('"*"');
  });
});

describe('checkStatements', () => {
  test('a sound statement has no problem', () => {
    expect(problems({ actions: ['s3:Get*'], resources: ['arn:aws:s3:::a/*'] })).toEqual([]);
  });

  test.each([['s3:*'], ['*'], ['s3.GetObject'], ['S3:GetObject']])('the action %s is refused', (action) => {
    expect(problems({ actions: [action], resources: ['arn:aws:s3:::a'] })).toEqual([
      `statements[0].actions: got "${action}", expected service:Action, and never a whole service`,
    ]);
  });

  test('a * resource wants a reason', () => {
    const statement = { actions: ['xray:PutTraceSegments'], resources: ['*'] };
    expect(problems(statement)).toEqual([
      'statements[0].resources: got *, expected ARNs, or the reason in anyResourceBecause',
    ]);
    expect(problems({ ...statement, anyResourceBecause: 'X-Ray has no resources' })).toEqual([]);
  });

  test('what is no ARN, and an empty list, are refused', () => {
    expect(problems({ actions: ['s3:GetObject'], resources: ['my-bucket'] })).toHaveLength(1);
    expect(problems({ actions: [], resources: [] })).toHaveLength(2);
  });
});
