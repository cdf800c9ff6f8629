import type { Condition, Statement } from './document.ts';
import type { Widening } from './compare.ts';

/** Who holds one of these can give himself the rest, or take away what guards and records him. */
const powers: readonly RegExp[] = [
  /^iam:(?!get|list|simulate|generate)/i,
  /^sts:assumerole/i,
  /^kms:(putkeypolicy|creategrant|schedulekeydeletion|disablekey|disablekeyrotation|revokegrant|deletealias|updatealias)/i,
  /^lambda:(updatefunctioncode|updatefunctionconfiguration|addpermission|addlayerversionpermission|createfunctionurlconfig|createeventsourcemapping)/i,
  /^s3:(putbucketpolicy|deletebucketpolicy|putbucketacl|putobjectacl|putbucketpublicaccessblock|putaccountpublicaccessblock|bypassgovernanceretention|putbucketversioning|deletebucket|deleteobjectversion|putlifecycleconfiguration|putencryptionconfiguration)/i,
  /^dynamodb:(deletetable|deletebackup|putresourcepolicy|updatecontinuousbackups)/i,
  /^logs:(deleteloggroup|deletelogstream|putretentionpolicy|disassociatekmskey)/i,
  /^cloudtrail:(stoplogging|deletetrail|updatetrail|puteventselectors)/i,
  /^secretsmanager:(putresourcepolicy|deletesecret)/i,
  /^(cloudwatch):(deletealarms|disablealarmactions|setalarmstate)/i,
  /^(organizations|account|sso|cloudformation):/i,
];

/** They know no resources: `*` is all that can be written. */
const withoutResources: readonly RegExp[] = [
  /^xray:put(tracesegments|telemetryrecords)$/i,
  /^cloudwatch:putmetricdata$/i,
  /^logs:((create|get|update|delete|list)logdeliver(y|ies)|putresourcepolicy|describeresourcepolicies|describeloggroups)$/i,
  /^ec2:(create|describe|delete)networkinterfaces?$/i,
  /^ecr:getauthorizationtoken$/i,
  /^sts:getcalleridentity$/i,
];

/** Conditions that keep a statement open to `*` within one account, organisation, network or source. */
const confining =
  /^(aws:(sourceaccount|sourceowner|sourcearn|sourceorgid|sourceorgpaths|principalorgid|principalorgpaths|principalaccount|principalarn|resourceaccount|sourcevpc|sourcevpce|vpcsourceip|sourceip)|kms:calleraccount|s3:dataaccesspointaccount|lambda:functionurlauthtype)$/;
const positive =
  /^(ForAnyValue:)?(StringEquals|StringEqualsIgnoreCase|StringLike|ArnEquals|ArnLike|IpAddress)$/;

/** Whether conditions keep strangers out, though anybody is named. */
export const confined = (conditions: readonly Condition[]): boolean =>
  conditions.some(
    ({ operator, key, values }) =>
      confining.test(key) &&
      positive.test(operator) &&
      values.length > 0 &&
      values.every((value) => !/^[*?:]+$|^0\.0\.0\.0\/0$|^::\/0$|^arn:(aws|\*):\*/.test(value)),
  );

/** Whether a statement lets anybody on the internet in. */
export const opensToAll = ({ effect, principals, conditions, inverted }: Statement): boolean =>
  effect === 'Allow' &&
  (principals.includes('*') || principals.includes('AWS:*') || inverted.includes('NotPrincipal')) &&
  !confined(conditions);

/** Why a widening is dangerous and not merely wider; undefined where it names each action and resource. */
export function dangerOf(widening: Widening): string | undefined {
  if (widening.kind === 'deny-dropped') return 'what was denied to everybody is denied no more';
  if (widening.kind === 'condition-dropped') return 'it holds under fewer conditions than before';
  if (widening.inverted.length > 0)
    return `${widening.inverted.join(' and ')} allows all but the listed, tomorrow's services too`;
  const wild = widening.actions.filter((action) => action === '*' || /:\*$/.test(action));
  if (wild.length > 0) return `${wild.join(', ')} is every action, deletion and policy changes too`;
  const powerful = widening.actions.filter((action) => powers.some((power) => power.test(action)));
  if (powerful.length > 0 && !isTrust(widening))
    return `${powerful.slice(0, 3).join(', ')} lets its holder take further rights, or remove what guards the data`;
  if (widening.isNew.principals && widening.principals.some((p) => p === '*' || p.startsWith('AWS:')))
    return 'a further account, role or user gets in';
  const globs = widening.actions.filter((action) => action.includes('*'));
  if (globs.length > 0) return `${globs.slice(0, 3).join(', ')} takes in actions that nobody listed`;
  const wantsResource = widening.actions.filter(
    (action) => !withoutResources.some((none) => none.test(action)),
  );
  if (widening.principals.length === 0 && widening.resources.includes('*') && wantsResource.length > 0)
    return `it holds on every resource of the account`;
  return undefined;
}

/** A trust policy's sts:AssumeRole is how a role works; who is trusted is judged by its principals. */
const isTrust = ({ principals, actions }: Widening): boolean =>
  principals.length > 0 &&
  actions.every((action) => /^sts:(assumerole|tagsession|setsourceidentity)/i.test(action));
