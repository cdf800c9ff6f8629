import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { inOurWords } from '../../stacks/deploy/another-account.ts';
import { openDeployment } from '../../stacks/deploy/context.ts';
import { deploy } from '../../stacks/deploy/deploy.ts';
import { DeployUsageError } from '../../stacks/deploy/options.ts';
import { plan } from '../../stacks/deploy/plan.ts';
import { targetOf } from '../../stacks/deploy/target.ts';
import { environmentNamed } from '../../stacks/environments/index.ts';
import { emulatorOrSkip } from '../support/emulator.ts';
import { terraformOrSkip } from '../terraform/harness.ts';

const emulator = await emulatorOrSkip();
const possible = emulator !== undefined && (await terraformOrSkip());

/** The emulator's keys are of the account 123456789012; dev names another one. */
(possible ? describe : describe.skip)('credentials of another account', () => {
  let folder = '';
  const said: string[] = [];
  const refusal = async (work: 'plan' | 'deploy'): Promise<unknown> => {
    const environment = environmentNamed('dev');
    const target = await targetOf(environment, Number(new URL(emulator?.url ?? '').port));
    // What makes the emulator one's own account is left out: the environment keeps the account that it names.
    const outdir = path.join(folder, 'project', 'cdktf.out');
    const deployment = await openDeployment({ ...target, environment, outdir }, (line) => said.push(line), {
      until: 'bootstrap',
    });
    const run = work === 'plan' ? plan(deployment, undefined) : deploy(deployment, undefined);
    return inOurWords(
      await run.then(
        () => undefined,
        (error: unknown) => error,
      ),
    );
  };
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'account-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  test.each(['plan', 'deploy'] as const)(
    'are refused by %s in one line that names them, and nothing is made',
    async (work) => {
      const error = await refusal(work);
      expect(error).toBeInstanceOf(DeployUsageError);
      expect(String(error)).toMatch(
        /^DeployUsageError: these credentials belong to the account 123456789012, [^\n]+$/,
      );
      expect(said).toEqual([]);
    },
    120_000,
  );

  test('any other failure stays what it is', () => {
    const failure = new Error('account ID not allowed: 123456789012');
    expect(inOurWords(failure)).toBe(failure);
  });
});
