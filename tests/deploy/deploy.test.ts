import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { detailTypes, eventSource, type PlatformEvent } from '../../domain/events/platform-event.ts';
import { partitions } from '../../domain/records/keys.ts';
import { baseKeys } from '../../domain/retraining/training-rows.ts';
import { inPhases } from '../../stacks/deploy/phases.ts';
import { liveAlias } from '../../stacks/names.ts';
import { breastCancer } from '../../usecases/breast-cancer.ts';
import {
  answersOf,
  awsCliOrSkip,
  runbookBlock,
  runbookLine,
  runbookShell,
} from '../aws-cli/runbook-shell.ts';
import { type Emulator, emulatorOrSkip, startEmulator } from '../support/emulator.ts';
import { featuresOf, malignantRow } from '../support/world.ts';
import { terraformOrSkip } from '../terraform/harness.ts';
import { Deployed } from './deployed.ts';
import { kinds, kindsWith } from './inventory.ts';
import { Listeners } from './listeners.ts';
import { runDeployment } from './program.ts';

const root = path.join(import.meta.dirname, '../..');
const useCase = breastCancer.name;
/** The same stacks in the order in which a deployment brings them up. */
const inOrder = (ids: readonly string[]): readonly string[] =>
  inPhases('dev', ids).flatMap((phase) => phase.map(({ id }) => id));
const idsIn = (printed: string, line: RegExp): readonly string[] =>
  [...printed.matchAll(line)].map(([, id = '']) => id);

/** Long enough for a training beside a busy machine, short enough to wait for. AWS waits a minute. */
const longestWaitSeconds = '15';

// A minute each is enough on a machine with nothing else to do.
jest.setTimeout(480_000);

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

const possible = (await emulatorOrSkip()) !== undefined && (await terraformOrSkip()) && awsCliOrSkip();

/**
 * The whole deployment of dev, by the script that people run and the real Terraform: about seven minutes, most of which
 * Terraform waits. The tests build on each other.
 */
(possible ? describe : describe.skip)('dev, deployed', () => {
  let emulator: Emulator;
  let target: readonly string[];
  let platform: Deployed;
  let listeners: Listeners;
  let deployed: Awaited<ReturnType<typeof runDeployment>>;
  let stacksFolder: string;
  /** Of all stacks of dev. */
  let ids: readonly string[];
  /** Of the retraining that deploys, and of what it deploys. */
  let deployingName: string;
  let version: number;

  beforeAll(async () => {
    process.env['EMULATOR_LONGEST_WAIT_SECONDS'] = longestWaitSeconds;
    emulator = await startEmulator();
    Object.assign(process.env, emulator.env, { AWS_REGION: 'eu-central-1' });
    const { port } = new URL(emulator.url);
    target = ['--env', 'dev', '--emulator', '--port', port];
    stacksFolder = path.join(root, '.cache/emulator-deploy', port, 'cdktf.out/stacks');
    deployed = await runDeployment('deploy', ...target);
    platform = new Deployed(emulator.url);
    listeners = await Listeners.start();
  }, 900_000);
  afterAll(async () => {
    await listeners.close();
    await emulator.stop();
  });

  const left = () => kindsWith(platform.names.base, emulator.url, 'eu-central-1');

  test('comes up in order, and says where it is', async () => {
    expect(deployed).toMatchObject({ code: 0, stderr: '' });
    ids = idsIn(deployed.stdout, /^(\S+): \d+ to add, 0 to change, 0 to destroy$/gm);
    expect(ids).toEqual(inOrder(ids));
    expect(idsIn(deployed.stdout, /^(\S+): done in \d+ s$/gm)).toHaveLength(ids.length);
    expect(ids.toSorted()).toEqual((await readdir(stacksFolder)).toSorted());
    expect(ids).toContain('dev-monitoring-breast-cancer');
    expect(deployed.stdout).toContain(
      'dev-serving-breast-cancer predict_function = modelkeep-dev-predict-breast-cancer',
    );
    await platform.prepare(listeners);
    expect(await left()).toEqual(kinds);
  });

  test('a plan that is not the reviewed one is refused', async () => {
    const reviewed = await mkdtemp(path.join(tmpdir(), 'reviewed-'));
    await writeFile(path.join(reviewed, 'dev-bootstrap.digest.json'), '{"aws_s3_bucket.other":"create 0"}');
    const { code, stderr } = await runDeployment('deploy', ...target, '--reviewed', reviewed);
    await rm(reviewed, { recursive: true });
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /^deploy: dev-bootstrap: the fresh plan is not the reviewed one: aws_s3_bucket.other \(create\) is no longer to do\..*\n$/,
    );
  });

  test('a version that the gate rejects ends there, and people are told', async () => {
    await platform.putEvents(drift('a'.repeat(32)), 1);
    const name = await platform.next([]);
    await platform.train(name, dull);
    expect(await platform.ended(name)).toEqual({ status: 'SUCCEEDED', error: undefined });
    expect(await listeners.notified(({ facts }) => facts?.['outcome'] === 'GateRejected')).toMatchObject({
      topic: 'retraining',
      useCase,
    });
    await listeners.slackSays('gate');
    await platform.cooledDown();
  });

  test('a function that fails ends the execution with the name of the outcome', async () => {
    const hash = await platform.objects.get(baseKeys.hash(useCase));
    await platform.objects.put(baseKeys.hash(useCase), '0'.repeat(64));
    const executions = await platform.executions();
    await platform.putEvents(drift('b'.repeat(32)), 1);
    const name = await platform.next(executions);
    expect(await platform.ended(name)).toMatchObject({ status: 'FAILED', error: 'PipelineFailed' });
    expect(await listeners.notified(({ facts }) => facts?.['outcome'] === 'PipelineFailed')).toMatchObject({
      topic: 'retraining',
    });
    await platform.objects.put(baseKeys.hash(useCase), hash!.body);
    await platform.cooledDown();
  });

  test('a hundred copies of a drift event are one execution, which asks for approval and deploys', async () => {
    const executions = await platform.executions();
    await platform.putEvents(drift('c'.repeat(32)), 10);
    deployingName = await platform.next(executions);
    await platform.train(deployingName);
    const { link } = await listeners.notified(({ topic }) => topic === 'approval');
    await platform.putEvents(drift('c'.repeat(32)), 90);
    version = Number(/^\/models\/(\d+)\?/.exec(link ?? '')?.[1]);
    const approved = await platform.call(platform.names.function('decide-approval'), {
      route: 'POST /models/{version}/approve',
      path: { version: String(version) },
      body: { useCase },
    });
    expect(approved.status).toBe(200);
    await platform.answeredCopies(deployingName, 100);
    expect(await platform.executions()).toHaveLength(executions.length + 1);
  });

  test('a second plan is empty for each stack, also while a version is being deployed', async () => {
    const { code, stdout } = await runDeployment('plan', ...target);
    expect(code).toBe(0);
    expect(stdout.trim().split('\n').sort()).toEqual([
      ...ids.toSorted().map((id) => `${id}: nothing to do`),
      'no stack changes',
    ]);
  });

  test('that execution ends with its version in service, and people are told', async () => {
    expect(await platform.ended(deployingName)).toEqual({ status: 'SUCCEEDED', error: undefined });
    expect(await listeners.notified(({ facts }) => facts?.['outcome'] === 'Deployed')).toMatchObject({
      useCase,
      title: `Version ${version} is in service`,
    });
    await platform.cooledDown();
  });

  test('predict answers by its alias, and its record is in the table', async () => {
    const answer = await platform.call(
      platform.names.function('predict', useCase),
      { route: 'POST /predict', body: { features: featuresOf(malignantRow), patientId: 'patient-1' } },
      liveAlias,
    );
    expect(answer).toMatchObject({ status: 200, body: { modelMetadata: { version } } });
    const day = new Date().toISOString();
    const { records } = await platform.records.query({ pk: partitions.predictions(useCase, day) });
    expect(records).toMatchObject([{ data: { modelVersion: version } }]);
    expect(JSON.stringify(records)).not.toContain('patient-1');
  });

  test('an alarm tells people and starts a retraining, which ends where there is too little new data', async () => {
    const executions = await platform.executions();
    await platform.raiseAlarm('drift');
    expect(await listeners.alarmed(platform.names.alarm('drift', useCase))).toMatchObject({
      NewStateValue: 'ALARM',
    });
    const started = await platform.next(executions);
    expect(await platform.ended(started)).toEqual({ status: 'SUCCEEDED', error: undefined });
    expect(await listeners.notified(({ facts }) => facts?.['outcome'] === 'InsufficientData')).toMatchObject({
      useCase,
      severity: 'info',
      title: 'Not retrained: too little new data',
    });
    expect(await platform.executions()).toHaveLength(executions.length + 1);
  });

  test('the AWS CLI reads the outputs and retrains, by the commands of the runbook', async () => {
    const shell = await runbookShell({ ...emulator.env, WHO: 'dr.a@hospital.example' });
    const begin = [
      runbookBlock('export ENVIRONMENT='),
      `export ACCOUNT=${platform.names.place.accountId}`,
      runbookBlock('outputs() {'),
    ];
    const outputs = await shell([...begin, 'outputs serving-$USE_CASE'].join('\n'));
    expect(outputs).toContain(`state_machine_arn = ${platform.names.stateMachineArn}`);
    expect(outputs).toContain(`predict_function = ${platform.names.function('predict', useCase)}`);
    const said = await shell(
      [...begin.slice(0, 2), runbookBlock('ask() {'), runbookLine('ask start-retraining ')].join('\n'),
    );
    const [answer] = answersOf(said);
    expect(answer).toMatchObject({ status: '202', body: { status: 'Started' } });
    const started = answer!.body['executionName']!;
    expect(await platform.ended(started)).toEqual({ status: 'SUCCEEDED', error: undefined });
    const listed = await shell(
      [
        ...begin.slice(0, 2),
        runbookLine('export MACHINE='),
        "aws stepfunctions list-executions --state-machine-arn $MACHINE --status-filter SUCCEEDED --query 'executions[].name' --output text",
      ].join('\n'),
    );
    expect(listed).toContain(started);
  });

  test('destroyed, it leaves nothing', async () => {
    await platform.deletePipeline();
    const unconfirmed = await runDeployment('destroy', ...target);
    expect(unconfirmed).toMatchObject({ code: 2, stdout: '' });
    const { code, stdout, stderr } = await runDeployment('destroy', ...target, '--confirm', 'dev');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const destroyed = idsIn(stdout, /^(\S+): destroyed in/gm);
    expect(destroyed.toReversed()).toEqual(inOrder(destroyed.toReversed()));
    expect(destroyed.toSorted()).toEqual(ids.toSorted());
    expect(await left()).toEqual([]);
    const again = await runDeployment('destroy', ...target, '--confirm', 'dev');
    expect(again.stdout.trim().split('\n').sort()).toEqual(
      ids.toSorted().map((id) => `${id}: nothing there`),
    );
  });
});
