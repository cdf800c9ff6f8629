import { writeFile } from 'node:fs/promises';
import path from 'node:path';

/** As the foundation of hipaa puts them out, which has them all. */
export const foundationOutputs: Readonly<Record<string, string | readonly string[]>> = {
  key_arn: 'arn:aws:kms:eu-central-1:111122223333:key/11111111-2222-3333-4444-555555555555',
  slack_secret_arn:
    'arn:aws:secretsmanager:eu-central-1:111122223333:secret:modelkeep-dev/slack-webhook-AbCdEf',
  pseudonym_secret_arn:
    'arn:aws:secretsmanager:eu-central-1:111122223333:secret:modelkeep-dev/pseudonym-key-AbCdEf',
  vpc_id: 'vpc-0123456789abcdef0',
  subnet_ids: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'],
  security_group_ids: ['sg-0123456789abcdef0'],
};

/** Writes outputs as a state file, and gives the override by which a stack reads that instead of the bucket. */
export async function localState(
  folder: string,
  outputs: Readonly<Record<string, string | readonly string[]>>,
): Promise<Readonly<Record<string, unknown>>> {
  const file = path.join(folder, 'foundation.tfstate');
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
  return { data: { terraform_remote_state: { foundation: { backend: 'local', config: { path: file } } } } };
}
