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

/** The outputs that the foundation of the environment really has, with what they would be. */
export async function foundationOutputs(
  made: Synthesised,
  environment: Environment,
): Promise<Readonly<Record<string, Value>>> {
  const { output = {} } = await made.json(`${environment.name}-foundation`);
  const known = knownOutputs(environment);
  return Object.fromEntries(
    Object.keys(output).map((name) => {
      const value = known[name];
      if (value === undefined)
        throw new Error(
          `output ${name} of the foundation: got no value for it, expected one in remote-state.ts`,
        );
      return [name, value];
    }),
  );
}

/** For a stack that reads the foundation's state: writes one as a file, and gives the override that reads that instead. */
export async function foundationState(
  made: Synthesised,
  id: string,
  environment: Environment,
): Promise<Readonly<Record<string, unknown>>> {
  if (!('data' in (await made.json(id)))) return {};
  const file = path.join(made.folder(id), 'foundation.tfstate');
  const typed = Object.entries(await foundationOutputs(made, environment)).map(([name, value]) => [
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
  return { data: { terraform_remote_state: { foundation: { backend: 'local', config: { path: file } } } } };
}
