import * as z from 'zod/mini';
import { scopesOfGroups } from '../../domain/identity/groups.ts';
import { parseWith } from '../../domain/validation/parse.ts';

/** As far as it is read; Cognito wants the whole event back, with an answer in it. */
const eventSchema = z.looseObject({
  request: z.looseObject({
    groupConfiguration: z.optional(
      z.looseObject({ groupsToOverride: z.optional(z.nullable(z.array(z.string()))) }),
    ),
  }),
});

/**
 * Answers Cognito's pre token generation event, version 2: the access token's scopes become those of the person's groups, beside
 * the ones that were asked for. Somebody in no group signs in and may do nothing.
 * @throws InvalidInputError where the event is of another kind; no token is made then.
 */
export function grantScopes(event: unknown): object {
  const parsed = parseWith(eventSchema, event, 'pre token generation event');
  const memberOf = parsed.request.groupConfiguration?.groupsToOverride ?? [];
  return {
    ...parsed,
    response: {
      claimsAndScopeOverrideDetails: {
        accessTokenGeneration: { scopesToAdd: scopesOfGroups(memberOf) },
      },
    },
  };
}
