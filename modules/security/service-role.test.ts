import { expect, test } from '@jest/globals';
import { problemsOf, synth, testPlace } from '../testing/synth.ts';
import { ServiceRole, type ServiceRoleProps } from './service-role.ts';

const role = (props: Partial<ServiceRoleProps> = {}) => ({
  place: testPlace,
  name: 'worker',
  description: 'Works',
  service: 'states.amazonaws.com',
  statements: [{ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::a/*'] }],
  ...props,
});

test('only the service may take it, and only for this account', () => {
  const [statement] = synth((scope) => new ServiceRole(scope, 'r', role())).statements(
    'aws_iam_role',
    'assume_role_policy',
  );
  expect(statement).toEqual({
    Effect: 'Allow',
    Principal: { Service: 'states.amazonaws.com' },
    Action: ['sts:AssumeRole'],
    Condition: { StringEquals: { 'aws:SourceAccount': '123456789012' } },
  });
});

test('a permissions boundary is set where one is given', () => {
  const permissionsBoundaryArn = 'arn:aws:iam::123456789012:policy/boundary';
  const made = synth((scope) => new ServiceRole(scope, 'r', role({ permissionsBoundaryArn })));
  expect(made.only('aws_iam_role')).toMatchObject({ permissions_boundary: permissionsBoundaryArn });
  expect(synth((scope) => new ServiceRole(scope, 'r', role())).only('aws_iam_role')).not.toHaveProperty(
    'permissions_boundary',
  );
});

test('a mistake fails the synth with the construct and the field', () => {
  const message = problemsOf(
    (scope) => new ServiceRole(scope, 'r', role({ name: 'a b', service: 'lambda' })),
  );
  expect(message).toContain('[test/r] name: got "a b", expected at most 64 letters');
  expect(message).toContain('[test/r] service: got "lambda"');
});
