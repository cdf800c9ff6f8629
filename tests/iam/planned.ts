import { contracts } from '../../stacks/functions/contracts.ts';
import type { FunctionContract } from '../../domain/function-contract.ts';
import type { Environment } from '../../stacks/environments/schema.ts';
import { knownOutputs } from '../stacks/remote-state.ts';
import type { Plan } from '../terraform/harness.ts';
import { type Document, documentOf } from './document.ts';
import { type Decision, evaluate, type Request } from './evaluate.ts';

type Fields = Readonly<Record<string, unknown>>;
interface Configured {
  readonly address: string;
  readonly expressions?: { readonly role?: { readonly references?: readonly string[] } };
}

export interface PlannedFunction {
  readonly contract: FunctionContract;
  readonly name: string;
  readonly roleName: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly isInNetwork: boolean;
}

/** The permissions of one environment, as its plans make them. */
export class Planned {
  readonly environment: Environment;
  readonly functions: readonly PlannedFunction[];
  readonly keyArn: string;
  readonly #plans: readonly Plan[];
  readonly #roles = new Map<string, Document>();
  readonly #endpoints = new Map<string, Document>();
  readonly #ofResources: Document;
  readonly #key: Document;

  constructor(environment: Environment, plans: readonly Plan[]) {
    this.environment = environment;
    this.#plans = plans;
    this.keyArn = String(knownOutputs(environment)['key_arn']);
    for (const { role, policy } of this.of('aws_iam_role_policy'))
      this.#roles.set(String(role), [...(this.#roles.get(String(role)) ?? []), ...read(policy)]);
    const unread = ['aws_iam_role_policy_attachment', 'aws_iam_policy', 'aws_iam_policy_attachment'];
    for (const type of unread)
      if (this.of(type).length > 0) throw new Error(`got ${type} in a plan, expected inline policies alone`);
    this.#key = this.of('aws_kms_key').flatMap(({ policy }) => read(policy));
    this.#ofResources = ['aws_s3_bucket_policy', 'aws_sns_topic_policy', 'aws_sqs_queue_policy'].flatMap(
      (type) => this.of(type).flatMap(({ policy }) => read(policy)),
    );
    for (const { service_name: service, policy } of this.of('aws_vpc_endpoint'))
      this.#endpoints.set(String(service).split('.').slice(3).join('.'), read(policy));
    this.functions = plans.flatMap((plan) => functionsOf(plan));
  }

  /** Arguments of all resources of a type. */
  of(type: string): readonly Fields[] {
    return this.#plans.flatMap(({ resource_changes: changes }) =>
      changes.flatMap(({ type: own, change }) => (own === type && change.after ? [change.after] : [])),
    );
  }

  get roleNames(): readonly string[] {
    return this.of('aws_iam_role').map(({ name }) => String(name));
  }

  /** Statements of every policy: of roles, of resources, of the key and of endpoints. */
  get statements(): Document {
    return [
      ...[...this.#roles.values(), ...this.#endpoints.values()].flat(),
      ...this.#ofResources,
      ...this.#key,
    ];
  }
  roleStatements(name: string): Document {
    return this.#roles.get(name) ?? [];
  }

  arn(service: string, resource: string): string {
    const { partition, region, accountId } = this.environment;
    return `arn:${partition}:${service}:${region}:${accountId}:${resource}`;
  }

  /** @param through the endpoint that the request leaves the network by. */
  ofRole(name: string, request: Omit<Request, 'caller'>, through?: string): Decision {
    const { accountId, partition } = this.environment;
    const endpoint = through === undefined ? undefined : this.#endpoints.get(through);
    if (through !== undefined && endpoint === undefined)
      throw new Error(`${request.action}: got no endpoint ${through} in the network, expected one`);
    return evaluate(
      {
        ...request,
        caller: { kind: 'role', accountId, arn: `arn:${partition}:iam::${accountId}:role/${name}` },
      },
      {
        identity: this.roleStatements(name),
        guards: endpoint === undefined ? [] : [endpoint],
        ...this.#policyOf(request),
      },
    );
  }

  ofService(name: string, request: Omit<Request, 'caller'>): Decision {
    return evaluate({ ...request, caller: { kind: 'service', name } }, this.#policyOf(request));
  }

  /** Each statement of a resource's policy names its resource; in the key's policy, `*` is the key. */
  #policyOf({ action, resource }: Omit<Request, 'caller'>) {
    const isOfKey = resource === this.keyArn;
    return action.startsWith('kms:')
      ? { resource: isOfKey ? this.#key : [], resourceMustDelegate: true }
      : { resource: this.#ofResources };
  }
}

const read = (policy: unknown): Document => {
  if (typeof policy !== 'string')
    throw new Error('got a policy that is not known in the plan, expected its text');
  return documentOf(policy);
};

function functionsOf(plan: Plan): readonly PlannedFunction[] {
  const { root_module: root } = plan.configuration as {
    readonly root_module: { readonly resources?: readonly Configured[] };
  };
  return plan.resource_changes.flatMap(({ type, address, change: { after } }) => {
    if (type !== 'aws_lambda_function' || !after) return [];
    const contract = contracts.find(({ name }) =>
      address.startsWith(`aws_lambda_function.${name}_function_`),
    );
    if (!contract) throw new Error(`${address}: got no contract for it, expected one`);
    const configured = (root.resources ?? []).find((one) => one.address === address);
    const roleAddress = configured?.expressions?.role?.references?.[1];
    const role = plan.resource_changes.find((one) => one.address === roleAddress)?.change.after;
    const [environment] = after['environment'] as readonly { readonly variables: Record<string, string> }[];
    return [
      {
        contract,
        name: String(after['function_name']),
        roleName: String(role?.['name']),
        variables: environment?.variables ?? {},
        isInNetwork: (after['vpc_config'] as readonly unknown[]).length > 0,
      },
    ];
  });
}
