import * as z from 'zod/mini';

/** The parts of `terraform show -json` that the review reads (format version 1, Terraform 0.15 and newer). */
const fields = z.record(z.string(), z.unknown());

const change = z.object({
  actions: z.array(
    z.enum(['no-op', 'create', 'read', 'update', 'delete', 'forget', 'open', 'renew', 'close']),
  ),
  before: z.optional(z.nullable(fields)),
  after: z.optional(z.nullable(fields)),
  /** The shape of `after`, true where the value is known only after the apply. */
  after_unknown: z.optional(z.unknown()),
  /** The shape of `before` and `after`, true where the value is secret. */
  before_sensitive: z.optional(z.unknown()),
  after_sensitive: z.optional(z.unknown()),
  replace_paths: z.optional(z.array(z.array(z.union([z.string(), z.number()])))),
});

const resourceChange = z.object({
  address: z.string(),
  module_address: z.optional(z.string()),
  mode: z.string(),
  type: z.string(),
  name: z.string(),
  action_reason: z.optional(z.string()),
  deposed: z.optional(z.string()),
  change,
});
export type RawResourceChange = z.output<typeof resourceChange>;

export const planSchema = z.object({
  format_version: z.string(),
  terraform_version: z.optional(z.string()),
  resource_changes: z._default(z.array(resourceChange), []),
  /** What was changed by others since the last apply. */
  resource_drift: z._default(z.array(resourceChange), []),
  /** The plan stopped halfway. */
  errored: z._default(z.boolean(), false),
  /** False where Terraform put parts off to a later plan. */
  complete: z._default(z.boolean(), true),
});
