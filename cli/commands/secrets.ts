import {
  DescribeSecretCommand,
  PutSecretValueCommand,
  ResourceExistsException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { createHash, randomBytes } from 'node:crypto';
import { readDeployed, settingsOf, type DeployedOptions } from '../doctor/deployed.ts';
import { UsageError } from '../errors.ts';
import { askingAws } from '../io/aws.ts';
import { readText } from '../io/files.ts';

interface SecretsOptions extends DeployedOptions {
  /** File with the address; - is standard input. */
  readonly slackWebhook?: string | undefined;
}

/**
 * `modelkeep secrets`: gives the secrets that Terraform made empty their values. The key of the pseudonyms is made at
 * random if there is none, never shown, and never replaced; Slack's webhook is replaced where one is given.
 */
export async function runSecrets(options: SecretsOptions): Promise<number> {
  const { slackWebhook } = options;
  // Before anything is written: wrong input changes nothing.
  const webhook = slackWebhook === undefined ? undefined : webhookOf(await readText(slackWebhook));
  const deployed = await readDeployed(options);
  const named = (ending: string): string => {
    const name = deployed.secrets.find((one) => one.endsWith(`/${ending}`));
    if (name !== undefined) return name;
    throw new UsageError(`${ending}: got no such secret in the stacks of ${options.env}, expected one`);
  };
  const client = new SecretsManagerClient(settingsOf(deployed, options));
  const place = { env: options.env, accountId: deployed.accountId };
  const say = (line: string): void => void process.stdout.write(`${line}\n`);

  const key = named('pseudonym-key');
  const made = await askingAws(place, key, () => makeKeyOnce(client, key));
  say(
    `${key}: ${made ? 'made, 32 random bytes; keep a copy where you keep such things' : 'has a value already, left as it is'}`,
  );
  if (webhook === undefined) return 0;
  const slack = named('slack-webhook');
  await askingAws(place, slack, () =>
    client.send(new PutSecretValueCommand({ SecretId: slack, SecretString: webhook })),
  );
  say(`${slack}: set; functions read it within five minutes`);
  return 0;
}

/**
 * One version of a secret has one value, so the name of the first version decides between two who make it at the same
 * moment: Secrets Manager refuses the second.
 */
const firstVersion = createHash('sha256').update('modelkeep: first key of the pseudonyms').digest('hex');

/** @returns whether the key was made now: false where the secret has, or ever had, a value. */
async function makeKeyOnce(client: SecretsManagerClient, name: string): Promise<boolean> {
  const { VersionIdsToStages = {}, DeletedDate } = await client.send(
    new DescribeSecretCommand({ SecretId: name }),
  );
  if (DeletedDate !== undefined)
    throw new UsageError(
      `${name}: it is being deleted; bring it back by aws secretsmanager restore-secret --secret-id ${name}`,
    );
  if (Object.keys(VersionIdsToStages).length > 0) return false;
  try {
    await client.send(
      new PutSecretValueCommand({
        SecretId: name,
        SecretString: randomBytes(32).toString('base64url'),
        ClientRequestToken: firstVersion,
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ResourceExistsException) return false;
    throw error;
  }
}

/** @throws UsageError that does not repeat the address: whoever has it can write to the channel. */
function webhookOf(text: string): string {
  const address = text.trim();
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && url.hostname === '127.0.0.1'))
    return address;
  throw new UsageError(
    `--slack-webhook: got ${address.length} characters that are no https address, expected the webhook's address`,
  );
}
