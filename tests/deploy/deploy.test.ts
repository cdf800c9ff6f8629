import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { detailTypes, eventSource, type PlatformEvent } from '../../domain/events/platform-event.ts';
import { baseKeys } from '../../domain/retraining/training-rows.ts';
import { breastCancer } from '../../usecases/breast-cancer.ts';
import { type Emulator, emulatorOrSkip, startEmulator } from '../support/emulator.ts';
import { terraformOrSkip } from '../terraform/harness.ts';
import { Deployed } from './deployed.ts';
import { kinds, kindsWith } from './inventory.ts';
import { runDeployment } from './program.ts';

const useCase = breastCancer.name;
const ids = [
  'dev-bootstrap',
  'dev-foundation',
  'dev-retraining',
  'dev-serving-breast-cancer',
  'dev-monitoring-breast-cancer',
];
/** Long enough for a training beside a busy machine, short enough to wait for. AWS waits a minute. */
const longestWaitSeconds = '10';

const drift = (id: string): PlatformEvent => ({
  id,
  time: '2026-11-01T00:00:00.000Z',
  source: eventSource,
  detailType: detailTypes.driftConfirmed,
  detail: {
    useCase,
    modelVersion: 1,
    windowId: `window-${id}`,
    reportKey: `monitoring/${id}.json`,
    features: ['radius_mean'],
    psiMax: 0.4,
    sentence: 'radius_mean moved',
  },
});
/** Learns next to nothing. */
const dull = {
  ...breastCancer,
  model: { ...breastCancer.model, hyperparameters: { C: 1e-9, decisionThreshold: 0.5 } },
} as typeof breastCancer;

const possible = (await emulatorOrSkip()) !== undefined && (await terraformOrSkip());

/**
 * The whole deployment of dev, by the script that people run and the real Terraform: about five minutes, most of which
 * Terraform waits. The tests build on each other.
 */
(possible ? describe : describe.skip)('dev, deployed', () => {
  let emulator: Emulator;
  let target: readonly string[];
  let platform: Deployed;
  let deployed: Awaited<ReturnType<typeof runDeployment>>;

  beforeAll(async () => {
    process.env['EMULATOR_LONGEST_WAIT_SECONDS'] = longestWaitSeconds;
    emulator = await startEmulator();
    Object.assign(process.env, emulator.env, { AWS_REGION: 'eu-central-1' });
    target = ['--env', 'dev', '--emulator', '--port', new URL(emulator.url).port];
    deployed = await runDeployment('deploy', ...target);
    platform = new Deployed();
  }, 480_000);
  afterAll(async () => {
    await platform.close();
    await emulator.stop();
  });

  const left = () => kindsWith(platform.names.base, emulator.url, 'eu-central-1');

  test('comes up in order, and says where it is', async () => {
    expect(deployed).toMatchObject({ code: 0, stderr: '' });
    const done = [...deployed.stdout.matchAll(/^(\S+): \d+ to add, 0 to change, 0 to destroy; done/gm)];
    expect(done.map(([, id]) => id)).toEqual(ids);
    expect(deployed.stdout).toContain(
      'dev-serving-breast-cancer predict_function = modelkeep-dev-predict-breast-cancer',
    );
    await platform.prepare();
    expect(await left()).toEqual(kinds);
  });

  test('a second plan is empty for each stack', async () => {
    const { code, stdout } = await runDeployment('plan', ...target);
    expect(code).toBe(0);
    expect(stdout.trim().split('\n').sort()).toEqual([
      ...[...ids].sort().map((id) => `${id}: nothing to do`),
      'no stack changes',
    ]);
  }, 120_000);

  test('a plan that is not the reviewed one is refused', async () => {
    const reviewed = await mkdtemp(path.join(tmpdir(), 'reviewed-'));
    await writeFile(path.join(reviewed, 'dev-bootstrap.digest.json'), '{"aws_s3_bucket.other":"create 0"}');
    const { code, stderr } = await runDeployment('deploy', ...target, '--reviewed', reviewed);
    await rm(reviewed, { recursive: true });
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /^deploy: dev-bootstrap: the fresh plan is not the reviewed one: aws_s3_bucket.other \(create\) is no longer to do\..*\n$/,
    );
  }, 60_000);

  test('a version that the gate rejects ends there, and people are told', async () => {
    await platform.putEvents(drift('a'.repeat(32)), 1);
    const name = await platform.next([]);
    await platform.train(name, dull);
    expect(await platform.ended(name)).toEqual({ status: 'SUCCEEDED', error: undefined });
    expect(await platform.notified(({ facts }) => facts?.['outcome'] === 'GateRejected')).toMatchObject({
      topic: 'retraining',
      useCase,
    });
    await platform.slackSays('gate');
    await platform.cooledDown();
  }, 120_000);

  test('a function that fails ends the execution with the name of the outcome', async () => {
    const hash = await platform.objects.get(baseKeys.hash(useCase));
    await platform.objects.put(baseKeys.hash(useCase), '0'.repeat(64));
    const executions = await platform.executions();
    await platform.putEvents(drift('b'.repeat(32)), 1);
    const name = await platform.next(executions);
    expect(await platform.ended(name)).toMatchObject({ status: 'FAILED', error: 'PipelineFailed' });
    expect(await platform.notified(({ facts }) => facts?.['outcome'] === 'PipelineFailed')).toMatchObject({
      topic: 'retraining',
    });
    await platform.objects.put(baseKeys.hash(useCase), hash!.body);
    await platform.cooledDown();
  }, 120_000);

  test('destroyed, it leaves nothing', async () => {
    await platform.deletePipeline();
    const unconfirmed = await runDeployment('destroy', ...target);
    expect(unconfirmed).toMatchObject({ code: 2, stdout: '' });
    const { code, stdout, stderr } = await runDeployment('destroy', ...target, '--confirm', 'dev');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect([...stdout.matchAll(/^(\S+): \d+ destroyed/gm)].map(([, id]) => id)).toEqual(ids.toReversed());
    expect(await left()).toEqual([]);
    const again = await runDeployment('destroy', ...target, '--confirm', 'dev');
    expect(again.stdout.trim().split('\n').sort()).toEqual(ids.map((id) => `${id}: nothing there`).sort());
  }, 300_000);
});
