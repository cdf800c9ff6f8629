import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { pseudonymOf } from '../../domain/ids/pseudonym.ts';
import { emulatorOrSkip } from '../support/emulator.ts';
import { modelkeep } from '../support/modelkeep.ts';
import { deployStartRetraining, writeStacks, type DeployedBase } from './start-retraining.ts';

const emulator = await emulatorOrSkip();
// What makes tables and topics reads the standard variables.
Object.assign(process.env, emulator?.env);

/** Commands on what was deployed: here on the emulator, led there by AWS_ENDPOINT_URL as the SDK knows it. */
(emulator ? describe : describe.skip)('commands on a deployed environment', () => {
  let deployed: DeployedBase;
  const run = (args: readonly string[], more: { env?: Record<string, string>; stdin?: string } = {}) =>
    modelkeep([...args, '--env', 'asked', '--stacks', deployed.stacks], {
      ...(more.stdin === undefined ? {} : { stdin: more.stdin }),
      env: { ...emulator!.env, ...more.env },
    });
  const retrain = [
    'retrain',
    '--reason',
    'new scanner at site B',
    '--use-case',
    'breast-cancer',
    '--user',
    'ada',
  ];
  const executions = async () => {
    const { executions: all = [] } = await new SFNClient({ ...emulator!.client }).send(
      new ListExecutionsCommand({ stateMachineArn: deployed.stateMachineArn }),
    );
    return all.map(({ name }) => name);
  };

  beforeAll(async () => {
    deployed = await deployStartRetraining(emulator!, 'asked');
  }, 60_000);

  test('retrain starts one execution; the second is superseded by it', async () => {
    const first = await run([...retrain, '--json']);
    expect(first).toMatchObject({ exitCode: 0, stderr: '' });
    const { status, executionName } = JSON.parse(first.stdout) as { status: string; executionName: string };
    expect(status).toBe('Started');
    expect(await executions()).toEqual([executionName]);

    const second = await run(retrain);
    expect(second).toMatchObject({ exitCode: 0, stderr: '' });
    expect(second.stdout).toContain(`recorded as superseded by: ${executionName}`);
    expect(await executions()).toEqual([executionName]);
  });

  test('what cannot be asked says so in a line', async () => {
    const { AWS_ENDPOINT_URL: _, ...noEmulator } = emulator!.env;
    const nothing = { ...noEmulator, AWS_ENDPOINT_URL: 'http://127.0.0.1:9' };
    const [unreachable, wrongEnvironment] = await Promise.all([
      run(retrain, { env: nothing }),
      modelkeep(['retrain', '--reason', 'x', '--env', 'Not-one']),
    ]);
    expect(unreachable).toMatchObject({ exitCode: 2 });
    expect(unreachable.stderr).toContain('give credentials of account 123456789012');
    expect(wrongEnvironment).toMatchObject({ exitCode: 2 });
    expect(wrongEnvironment.stderr).toContain('expected the name of an environment');
  });

  test('secrets: the key is made once and never again, whoever asks; the webhook is replaced', async () => {
    const secrets = new SecretsManagerClient({ ...emulator!.client });
    const valueOf = async (name: string): Promise<string | undefined> =>
      (await secrets.send(new GetSecretValueCommand({ SecretId: `${deployed.base}/${name}` }))).SecretString;

    const two = await Promise.all([run(['secrets']), run(['secrets'])]);
    expect(two.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
    const said = two.map(({ stdout }) => stdout).join('');
    expect(said.match(/32 random bytes/g)).toHaveLength(1);
    const key = (await valueOf('pseudonym-key'))!;
    expect(Buffer.from(key, 'base64url')).toHaveLength(32);
    expect(said).not.toContain(key);
    expect(pseudonymOf(key, 'a patient')).toHaveLength(43);

    const refused = await run(['secrets', '--slack-webhook', '-'], { stdin: 'no address' });
    expect(refused).toMatchObject({ exitCode: 2, stdout: '' });
    for (const address of ['https://hooks.example/1', 'https://hooks.example/2']) {
      const set = await run(['secrets', '--slack-webhook', '-'], { stdin: `${address}\n` });
      expect(set).toMatchObject({ exitCode: 0, stderr: '' });
      expect(set.stdout).not.toContain('hooks.example');
      expect(await valueOf('slack-webhook')).toBe(address);
    }
    expect(await valueOf('pseudonym-key')).toBe(key);
  });

  test('a refused request and a function that is not there', async () => {
    const name = `${deployed.base}-start-retraining`;
    const long = await run(['retrain', '--reason', 'x'.repeat(501), '--use-case', 'breast-cancer']);
    expect(long).toMatchObject({ exitCode: 2, stdout: '' });
    expect(long.stderr).toContain(`${name} answered 4`);
    expect(long.stderr).toContain('reason');
    const stacks = await writeStacks('absent', 'modelkeep-absent', []);
    const absent = await modelkeep([...retrain, '--env', 'absent', '--stacks', stacks], {
      env: emulator!.env,
    });
    expect(absent).toMatchObject({ exitCode: 2, stdout: '' });
    expect(absent.stderr).toContain('expected what npm run deploy -- --env absent makes');
  });
});
