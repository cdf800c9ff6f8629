import type { Plan } from '../terraform/harness.ts';

type Json = Readonly<Record<string, unknown>>;
interface Module {
  readonly resources?: readonly (Json & { readonly address: string })[];
  readonly child_modules?: readonly (Module & { readonly address: string })[];
}

/** As far as it is taken apart: `terraform show -json` of a plan over several modules. */
export interface PlanOfModules extends Plan {
  readonly planned_values: { readonly root_module: Module };
  readonly prior_state?: { readonly values?: { readonly root_module: Module } };
  readonly configuration: {
    readonly provider_config: Readonly<Record<string, Json>>;
    readonly root_module: { readonly module_calls: Readonly<Record<string, { readonly module: Module }>> };
  };
  readonly relevant_attributes?: readonly Json[];
}

/**
 * The plan of one module as if the module had been planned alone, without what only a root has: outputs, variables, and the
 * provider of remote states.
 */
export function planOfModule(plan: PlanOfModules, name: string): Plan {
  const address = `module.${name}`;
  const isOwn = (one: Json): boolean => one['module_address'] === address;
  const valuesOf = ({ child_modules = [] }: Module): Module => ({
    resources: (child_modules.find((child) => child.address === address)?.resources ?? []).map(own),
  });
  const own = <T extends { readonly address: string }>(one: T): T => {
    const { module_address: _gone, ...rest } = { module_address: undefined, ...one };
    return { ...rest, address: unprefixed(one.address, address) } as unknown as T;
  };
  const { resources = [], ...configuration } =
    plan.configuration.root_module.module_calls[name]?.module ?? {};
  const [provider = {}] = Object.values(plan.configuration.provider_config).filter(isOwn);
  const { module_address: _gone, ...aws } = provider;
  const { prior_state: prior } = plan;
  return {
    ...plan,
    planned_values: { root_module: valuesOf(plan.planned_values.root_module) },
    resource_changes: plan.resource_changes
      .filter((change) => change.address.startsWith(`${address}.`))
      .map(own),
    ...(prior?.values && {
      prior_state: { ...prior, values: { root_module: valuesOf(prior.values.root_module) } },
    }),
    configuration: {
      provider_config: { aws },
      root_module: {
        ...configuration,
        resources: resources.map((one) => ({
          ...one,
          provider_config_key: unprefixed(String(one['provider_config_key']), address),
        })),
      },
    },
    relevant_attributes: (plan.relevant_attributes ?? [])
      .filter((one) => String(one['resource']).startsWith(`${address}.`))
      .map((one) => ({ ...one, resource: unprefixed(String(one['resource']), address) })),
  };
}
/** `module.x.aws_y.z` -> `aws_y.z`; `module.x:aws` -> `aws`. */
const unprefixed = (text: string, address: string): string =>
  text.startsWith(address) ? text.slice(address.length + 1) : text;
