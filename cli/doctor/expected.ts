import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod/mini';
import { parseWith } from '../../domain/validation/parse.ts';
import { UsageError } from '../errors.ts';

const tags = z.object({ 'use-case': z.string() });
const resources = <T extends z.ZodMiniType>(one: T) => z._default(z.record(z.string(), one), {});

/** A synthesised stack (cdk.tf.json), as far as the doctor reads it. */
const stackSchema = z.object({
  provider: z.object({
    aws: z.tuple([
      z.object({
        region: z.string(),
        allowed_account_ids: z.tuple([z.string()]),
        default_tags: z.tuple([z.object({ tags })]),
      }),
    ]),
  }),
  resource: z.object({
    aws_lambda_function: resources(z.object({ function_name: z.string(), source_code_hash: z.string() })),
    aws_lambda_alias: resources(z.object({ name: z.string(), function_name: z.string() })),
    aws_sfn_state_machine: resources(z.object({ name: z.string(), definition: z.string() })),
    aws_scheduler_schedule: resources(z.object({ name: z.string(), schedule_expression: z.string() })),
    aws_cloudwatch_event_rule: resources(
      z.object({ name: z.string(), event_bus_name: z.optional(z.string()), event_pattern: z.string() }),
    ),
    aws_cloudwatch_metric_alarm: resources(
      z.object({ alarm_name: z.string(), alarm_description: z.string() }),
    ),
    aws_sns_topic: resources(z.object({ name: z.string() })),
    aws_sns_topic_subscription: resources(
      z.object({ protocol: z.string(), endpoint: z.string(), topic_arn: z.string() }),
    ),
    aws_secretsmanager_secret: resources(z.object({ name: z.string() })),
    aws_s3_bucket: resources(z.object({ bucket: z.string() })),
    aws_sagemaker_endpoint: resources(z.object({ name: z.string() })),
  }),
});
type Stack = z.output<typeof stackSchema>;

/** What the code and Terraform say should run, from the synthesised stacks of one environment. */
export interface Expected {
  readonly environment: string;
  readonly accountId: string;
  readonly region: string;
  readonly useCases: readonly string[];
  readonly functions: readonly {
    readonly name: string;
    readonly codeSha256: string;
    readonly alias?: string;
  }[];
  readonly stateMachines: readonly { readonly name: string; readonly definition: string }[];
  readonly schedules: readonly { readonly name: string; readonly expression: string }[];
  readonly rules: readonly { readonly name: string; readonly busName?: string; readonly pattern: string }[];
  readonly alarms: readonly { readonly name: string; readonly runbookUrl?: string }[];
  readonly emails: readonly { readonly topicName: string; readonly address: string }[];
  readonly secrets: readonly string[];
  readonly endpoints: readonly { readonly name: string; readonly useCase: string }[];
  readonly buckets: readonly string[];
  /** Folders with a cdk.tf.json each. */
  readonly folders: readonly string[];
}

/**
 * Reads the stacks of an environment from a folder that `npm run synth` wrote.
 * @param madeBy the command to name where there are none.
 * @throws UsageError where it holds none of this environment.
 */
export async function readExpected(
  outdir: string,
  environment: string,
  madeBy = `npm run synth -- --env ${environment}`,
): Promise<Expected> {
  const root = path.join(outdir, 'stacks');
  const names = (await readdir(root).catch(() => []))
    .filter((name) => name.startsWith(`${environment}-`))
    .sort();
  // The bucket of the states has a state of its own on somebody's disk, and nothing that runs.
  const ids = names.filter((name) => name !== `${environment}-bootstrap`);
  if (ids.length === 0)
    throw new UsageError(`stacks of ${environment}: got none in ${root}, expected what ${madeBy} writes`);
  const stacks = await Promise.all(ids.map((id) => readStack(path.join(root, id, 'cdk.tf.json'))));
  return expectedOf(
    environment,
    stacks,
    ids.map((id) => path.join(root, id)),
  );
}

/** With the alias of each: resources of two stacks may have the same id, so that they are matched within one. */
function functionsOf({ resource }: Stack): Expected['functions'] {
  const aliases = new Map(
    Object.values(resource.aws_lambda_alias).map(({ name, function_name: of }) => [
      referredId(of) ?? of,
      name,
    ]),
  );
  return Object.entries(resource.aws_lambda_function).map(
    ([id, { function_name: name, source_code_hash: codeSha256 }]) => {
      const alias = aliases.get(id);
      return { name, codeSha256, ...(alias === undefined ? {} : { alias }) };
    },
  );
}

const readStack = async (file: string): Promise<Stack> =>
  parseWith(stackSchema, JSON.parse(await readFile(file, 'utf8')), file);

function expectedOf(environment: string, stacks: readonly Stack[], folders: readonly string[]): Expected {
  const [provider] = stacks.flatMap((stack) => stack.provider.aws);
  const all = <T>(of: (resource: Stack['resource']) => Readonly<Record<string, T>>): [string, T][] =>
    stacks.flatMap(({ resource }) => Object.entries(of(resource)));
  const topics = new Map(all((of) => of.aws_sns_topic).map(([id, { name }]) => [id, name]));
  const useCases = stacks.map((stack) => stack.provider.aws[0].default_tags[0].tags['use-case']);
  return {
    environment,
    accountId: provider?.allowed_account_ids[0] ?? '',
    region: provider?.region ?? '',
    useCases: [...new Set(useCases)].filter((name) => name !== 'shared').sort(),
    functions: stacks.flatMap(functionsOf),
    stateMachines: all((of) => of.aws_sfn_state_machine).map(([, { name, definition }]) => ({
      name,
      definition,
    })),
    schedules: all((of) => of.aws_scheduler_schedule).map(
      ([, { name, schedule_expression: expression }]) => ({
        name,
        expression,
      }),
    ),
    rules: all((of) => of.aws_cloudwatch_event_rule).map(
      ([, { name, event_bus_name: busName, event_pattern: pattern }]) => ({
        name,
        pattern,
        ...(busName === undefined ? {} : { busName }),
      }),
    ),
    alarms: all((of) => of.aws_cloudwatch_metric_alarm).map(
      ([, { alarm_name: name, alarm_description: text }]) => {
        const runbookUrl = /https:\S+$/.exec(text)?.[0];
        return { name, ...(runbookUrl === undefined ? {} : { runbookUrl }) };
      },
    ),
    emails: all((of) => of.aws_sns_topic_subscription).flatMap(
      ([, { protocol, endpoint: address, topic_arn: arn }]) => {
        const topicName = topics.get(referredId(arn) ?? '') ?? arn.split(':').at(-1) ?? arn;
        return protocol === 'email' ? [{ topicName, address }] : [];
      },
    ),
    endpoints: stacks.flatMap(({ resource, provider: { aws } }) =>
      Object.values(resource.aws_sagemaker_endpoint).map(({ name }) => ({
        name,
        useCase: aws[0].default_tags[0].tags['use-case'],
      })),
    ),
    secrets: all((of) => of.aws_secretsmanager_secret).map(([, { name }]) => name),
    buckets: all((of) => of.aws_s3_bucket).map(([, { bucket }]) => bucket),
    folders,
  };
}

const partitionOf = (region: string): string =>
  region.startsWith('us-gov-') ? 'aws-us-gov' : region.startsWith('cn-') ? 'aws-cn' : 'aws';

export const arnOf = (
  { region, accountId }: Pick<Expected, 'region' | 'accountId'>,
  service: string,
  resource: string,
): string => `arn:${partitionOf(region)}:${service}:${region}:${accountId}:${resource}`;

/** `${aws_sns_topic.topic-critical_topic_22BFAE1A.arn}` -> `topic-critical_topic_22BFAE1A`. */
const referredId = (reference: string): string | undefined =>
  /^\$\{\w+\.([\w-]+)\.\w+\}$/.exec(reference)?.[1];
