import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Environment } from '../../stacks/environments/schema.ts';
import { Names } from '../../stacks/names.ts';
import type { Synthesised } from './synthesised.ts';

type Value = string | readonly string[];

/** What the foundation would put out once it is applied. */
export function knownOutputs(environment: Environment): Readonly<Record<string, Value>> {
  const { partition, region, accountId } = environment;
  const arn = (service: string, resource: string): string =>
    `arn:${partition}:${service}:${region}:${accountId}:${resource}`;
  const secret = (name: string): string =>
    arn('secretsmanager', `secret:${new Names(environment).secret(name)}-AbCdEf`);
  return {
    key_arn: arn('kms', 'key/11111111-2222-3333-4444-555555555555'),
    slack_secret_arn: secret('slack-webhook'),
    pseudonym_secret_arn: secret('pseudonym-key'),
    vpc_id: 'vpc-0123456789abcdef0',
    subnet_ids: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'],
    security_group_ids: ['sg-0123456789abcdef0'],
  };
}

/** What the other stacks that are read from would put out. */
const othersKnown: Readonly<Record<string, Value>> = {
  console_url: 'https://d111111abcdef8.cloudfront.net',
  issuer_url: 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbCdEfGhI',
  client_id: '1example23456789',
};

/** Of each stack whose state this one reads, the outputs that it really has, with what they would be. */
export async function outputsRead(
  made: Synthesised,
  id: string,
  environment: Environment,
): Promise<ReadonlyMap<string, Readonly<Record<string, Value>>>> {
  const { data } = await made.json(id);
  const known = { ...knownOutputs(environment), ...othersKnown };
  const read = Object.keys(data?.terraform_remote_state ?? {}).map(async (from) => {
    const { output = {} } = await made.json(`${environment.name}-${from}`);
    // Some are for people only; one that a stack reads and that is not known here fails the plan.
    const values = Object.keys(output).flatMap((name) => {
      const value = known[name];
      return value === undefined ? [] : [[name, value] as const];
    });
    return [from, Object.fromEntries(values)] as const;
  });
  return new Map(await Promise.all(read));
}

/** For a stack that reads the states of others: writes them as files, and gives the override that reads those instead. */
export async function remoteStates(
  made: Synthesised,
  id: string,
  environment: Environment,
): Promise<Readonly<Record<string, unknown>>> {
  const read = await outputsRead(made, id, environment);
  if (read.size === 0) return {};
  const overrides: Record<string, unknown> = {};
  for (const [from, outputs] of read) {
    const file = path.join(made.folder(id), `${from}.tfstate`);
    const typed = Object.entries(outputs).map(([name, value]) => [
      name,
      { value, type: typeof value === 'string' ? 'string' : ['list', 'string'] },
    ]);
    await writeFile(
      file,
      JSON.stringify({
        version: 4,
        terraform_version: '1.10.0',
        serial: 1,
        lineage: 'test',
        outputs: Object.fromEntries(typed) as unknown,
        resources: [],
      }),
    );
    overrides[from] = { backend: 'local', config: { path: file } };
  }
  return { data: { terraform_remote_state: overrides } };
}
