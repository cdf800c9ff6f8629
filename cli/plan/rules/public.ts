import { isUnknown, type Change } from '../change.ts';
import { finding, type Finding, type Rule } from '../finding.ts';
import { asFields, asList, isFields, isSet, numberOf, same, textsOf, textOf } from '../value.ts';
import { listed, nameOfResource } from '../words.ts';

const alive = ({ action }: Change): boolean =>
  action === 'create' || action === 'update' || action === 'replace';
const open = (change: Change, what: string): readonly Finding[] => [
  finding(change, 'MK_PUBLIC', 'danger', what),
];

const blocks = [
  'block_public_acls',
  'block_public_policy',
  'ignore_public_acls',
  'restrict_public_buckets',
] as const;

/** The block itself: off, or gone while its bucket stays. */
export const publicAccessBlockRule: Rule = (change, all) => {
  if (!/^aws_s3_(bucket|account)_public_access_block$/.test(change.type)) return [];
  const bucket = textOf(change.after['bucket']) ?? textOf(change.before['bucket']);
  const name = bucket === undefined ? `the ${nameOfResource(change)}` : `the bucket "${bucket}"`;
  if (change.action === 'delete')
    return bucketGoes(change, all) ? [] : open(change, `The public access block of ${name} is removed`);
  if (!alive(change)) return [];
  const off = blocks.filter(
    (block) => change.after[block] !== true && !isUnknown(change, [block]) && change.before[block] !== false,
  );
  return off.length > 0
    ? open(change, `Public access to ${name} is no longer blocked: ${listed(off)} off`)
    : [];
};

/** Whether the bucket that a sub-resource belongs to is deleted by the same plan. */
export const bucketGoes = (change: Change, all: readonly Change[]): boolean =>
  all.some(
    (other) =>
      other.type === 'aws_s3_bucket' &&
      (other.action === 'delete' || other.action === 'replace') &&
      other.before['bucket'] === change.before['bucket'],
  );

export const aclRule: Rule = (change) => {
  const acl = textOf(change.after['acl']);
  return alive(change) &&
    (change.type === 'aws_s3_bucket_acl' || change.type === 'aws_s3_bucket') &&
    acl !== undefined &&
    /public|authenticated-read/.test(acl) &&
    acl !== change.before['acl']
    ? open(change, `The ${nameOfResource(change)} gets the access list ${acl}`)
    : [];
};

const worldBlocks = new Set(['0.0.0.0/0', '::/0']);

interface Traffic {
  readonly blocks: readonly string[];
  readonly ports: string;
}

function ingressOf(
  type: string,
  fields: Change['after'],
): { in: readonly Traffic[]; out: readonly Traffic[] } {
  const none = { in: [], out: [] };
  switch (type) {
    case 'aws_security_group':
    case 'aws_default_security_group':
      return {
        in: asList(fields['ingress']).filter(isFields).map(trafficOf),
        out: asList(fields['egress']).filter(isFields).map(trafficOf),
      };
    case 'aws_security_group_rule':
      return fields['type'] === 'egress'
        ? { in: [], out: [trafficOf(fields)] }
        : { in: [trafficOf(fields)], out: [] };
    case 'aws_vpc_security_group_ingress_rule':
      return { in: [trafficOf(fields)], out: [] };
    case 'aws_vpc_security_group_egress_rule':
      return { in: [], out: [trafficOf(fields)] };
    default:
      return none;
  }
}

function trafficOf(rule: Change['after']): Traffic {
  const blocks = ['cidr_blocks', 'ipv6_cidr_blocks', 'cidr_ipv4', 'cidr_ipv6'].flatMap((key) =>
    textsOf(rule[key]),
  );
  const [from, to] = [numberOf(rule['from_port']), numberOf(rule['to_port'])];
  const all = rule['protocol'] === '-1' || rule['ip_protocol'] === '-1' || from === undefined || from === -1;
  return { blocks, ports: all ? 'all ports' : from === to ? `port ${from}` : `ports ${from}-${to ?? from}` };
}

export const securityGroupRule: Rule = (change) => {
  if (!alive(change)) return [];
  const [was, is] = [ingressOf(change.type, change.before), ingressOf(change.type, change.after)];
  const added = (now: readonly Traffic[], before: readonly Traffic[]): readonly Traffic[] =>
    now.filter((t) => t.blocks.some((b) => worldBlocks.has(b)) && !before.some((b) => same(b, t)));
  return [
    ...added(is.in, was.in).flatMap((t) =>
      open(
        change,
        `The ${nameOfResource(change)} lets the whole internet in (${listed(worldOf(t))}, ${t.ports})`,
      ),
    ),
    ...added(is.out, was.out).map((t) =>
      finding(
        change,
        'MK_PUBLIC',
        'warning',
        `The ${nameOfResource(change)} lets traffic out to the whole internet (${listed(worldOf(t))}, ${t.ports})`,
        {
          why: 'data can leave to any address',
          fix: 'name the network, a prefix list or a security group',
        },
      ),
    ),
  ];
};

const worldOf = (traffic: Traffic): readonly string[] => traffic.blocks.filter((b) => worldBlocks.has(b));

/** Attributes that open a resource when they have this value. */
const openValues: readonly { type: RegExp; field: string; value: unknown; what: string }[] = [
  {
    type: /^aws_lambda_function_url$/,
    field: 'authorization_type',
    value: 'NONE',
    what: 'answers without any sign-in',
  },
  {
    type: /^aws_(db|rds_cluster|docdb_cluster|redshift)/,
    field: 'publicly_accessible',
    value: true,
    what: 'gets a public address',
  },
  { type: /^aws_subnet$/, field: 'map_public_ip_on_launch', value: true, what: 'gives public addresses' },
  {
    type: /^aws_sagemaker_notebook_instance$/,
    field: 'direct_internet_access',
    value: 'Enabled',
    what: 'is connected to the internet',
  },
  {
    type: /^aws_sagemaker_domain$/,
    field: 'app_network_access_type',
    value: 'PublicInternetOnly',
    what: 'is connected to the internet',
  },
];

export const openAttributeRule: Rule = (change) => {
  if (!alive(change)) return [];
  return openValues
    .filter(
      ({ type, field, value }) =>
        type.test(change.type) && change.after[field] === value && change.before[field] !== value,
    )
    .flatMap(({ what }) => open(change, `The ${nameOfResource(change)} ${what}`));
};

/** Routes without authorizer, sign-up for everybody, functions that anybody may call, doors of the network. */
export const apiRule: Rule = (change) => {
  if (!alive(change)) return [];
  const name = nameOfResource(change);
  const [before, after] = [change.before, change.after];
  switch (change.type) {
    case 'aws_apigatewayv2_route':
    case 'aws_api_gateway_method': {
      const field = change.type === 'aws_apigatewayv2_route' ? 'authorization_type' : 'authorization';
      if (after[field] !== 'NONE' || before[field] === 'NONE') return [];
      return change.action === 'create'
        ? [finding(change, 'MK_PUBLIC', 'warning', `The ${name} is new and asks for no sign-in`)]
        : open(
            change,
            `The ${name} no longer asks for a sign-in (was ${textOf(before[field]) ?? 'unknown'})`,
          );
    }
    case 'aws_cognito_user_pool': {
      const closed = (fields: Change['after']): unknown =>
        asFields(asList(fields['admin_create_user_config'])[0])['allow_admin_create_user_only'];
      return closed(before) === true && closed(after) === false
        ? open(change, `Anybody may sign up in the ${name}`)
        : [];
    }
    case 'aws_lambda_permission':
      return after['principal'] === '*' && before['principal'] !== '*' && !isSet(after['principal_org_id'])
        ? open(change, `Anybody may call the function "${textOf(after['function_name']) ?? change.address}"`)
        : [];
    case 'aws_internet_gateway':
    case 'aws_egress_only_internet_gateway':
      return change.action === 'create'
        ? [
            finding(
              change,
              'MK_PUBLIC',
              'warning',
              `The network gets a door to the internet (${change.address})`,
            ),
          ]
        : [];
    default:
      return [];
  }
};
