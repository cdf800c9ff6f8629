import { describe, expect, test } from '@jest/globals';
import { groups } from '../../domain/identity/groups.ts';
import { grantScopes } from './grant-scopes.ts';

/** As Cognito sends it, version 2 of the trigger. */
const event = (groupsToOverride?: readonly string[] | null) => ({
  version: '2',
  triggerSource: 'TokenGeneration_HostedAuth',
  region: 'eu-central-1',
  userPoolId: 'eu-central-1_example',
  userName: 'e1b0c442',
  request: {
    userAttributes: { email: 'somebody@example.org' },
    groupConfiguration: { groupsToOverride, iamRolesToOverride: [], preferredRole: null },
    scopes: ['openid'],
  },
  response: { claimsAndScopeOverrideDetails: null },
});
const scopesFor = (memberOf?: readonly string[] | null): unknown =>
  (grantScopes(event(memberOf)) as { response: { claimsAndScopeOverrideDetails: unknown } }).response
    .claimsAndScopeOverrideDetails;

describe('scopes of a token', () => {
  test.each(groups.map(({ name, scopes }) => [name, scopes] as const))(
    '%s: those of the group',
    (name, scopes) => {
      expect(scopesFor([name])).toEqual({ accessTokenGeneration: { scopesToAdd: scopes } });
    },
  );

  test('somebody in several groups gets what each gives, once', () => {
    expect(scopesFor(['clinicians', 'approvers'])).toEqual({
      accessTokenGeneration: { scopesToAdd: ['reader', 'clinician', 'approver'] },
    });
  });

  test.each([[[]], [['accountants']], [null], [undefined]])('%j: none', (memberOf) => {
    expect(scopesFor(memberOf)).toEqual({ accessTokenGeneration: { scopesToAdd: [] } });
  });

  test('the event comes back whole', () => {
    const { response: _, ...rest } = event(['readers']);
    expect(grantScopes(event(['readers']))).toMatchObject(rest);
  });

  test('an event of another kind makes no token', () => {
    expect(() => grantScopes({ Records: [] })).toThrow('pre token generation event: request');
  });
});
