import { GetMetricDataCommand, type CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import { ListExecutionsCommand } from '@aws-sdk/client-sfn';
import * as z from 'zod/mini';
import { executionRecordSchema } from '../../../domain/registry/execution.ts';
import { servingStateSchema } from '../../../domain/serving/serving-state.ts';
import { servingMetrics } from '../../../domain/serving/metrics.ts';
import { parseWith } from '../../../domain/validation/parse.ts';
import { modelsSchema } from '../../io/views.ts';
import { checking, failed, isFatal, ok, warning, type Check, type Finding } from '../check.ts';
import type { Clients } from '../clients.ts';
import type { Expected } from '../expected.ts';
import { getByFunction } from '../invoke.ts';
import type { RegisteredOf } from './endpoints.ts';
import { machineArn } from './retraining.ts';

const statusSchema = z.object({
  useCases: z.tuple([
    z.object({
      paused: z.boolean(),
      live: z.nullable(z.object({ version: z.number(), since: z.string() })),
      deployment: servingStateSchema.shape.deployment,
      running: z.nullable(executionRecordSchema),
    }),
  ]),
});
type Status = z.output<typeof statusSchema>['useCases'][0];

/** The functions that read the registry, named as the stacks name them: `modelkeep-dev-read-status`. */
const reader = ({ functions }: Expected, which: 'read-status' | 'read-models'): string =>
  functions.find(({ name }) => name.endsWith(`-${which}`))?.name ?? which;

async function readModels(lambda: LambdaClient, expected: Expected, useCase: string) {
  const body = await getByFunction(lambda, reader(expected, 'read-models'), '/models', { useCase });
  return parseWith(modelsSchema, body, 'answer of read-models').models;
}

async function readStatus(lambda: LambdaClient, expected: Expected, useCase: string): Promise<Status> {
  const body = await getByFunction(lambda, reader(expected, 'read-status'), '/status', { useCase });
  const [status] = parseWith(statusSchema, body, 'answer of read-status').useCases;
  return status;
}

/** Which version the registry has in service, for the check of endpoints. */
export const registeredBy =
  ({ lambda }: Clients, expected: Expected): RegisteredOf =>
  async (useCase) => {
    const asked = Promise.all([readStatus(lambda, expected, useCase), readModels(lambda, expected, useCase)]);
    const answer = await asked.catch((error: unknown) => {
      if (isFatal(error)) throw error;
      return undefined;
    });
    if (answer === undefined) return undefined;
    const [{ live }, models] = answer;
    return models.find(({ version }) => version === live?.version);
  };

/** What serves, trains and is registered are one story. */
export async function checkRegistry(clients: Clients, expected: Expected): Promise<readonly Check[]> {
  const running = runningExecutions(clients, expected);
  // The checks that wait for them tell of their errors.
  void running.catch(() => undefined);
  const checks = await Promise.all(
    expected.useCases.map((useCase) => checkUseCase(clients, expected, useCase, running)),
  );
  return checks.flat();
}

async function checkUseCase(
  { lambda, cloudwatch }: Clients,
  expected: Expected,
  useCase: string,
  running: Promise<readonly string[]>,
): Promise<readonly Check[]> {
  const { environment } = expected;
  const area = `registry of ${useCase}`;
  const models = readModels(lambda, expected, useCase);
  void models.catch(() => undefined);
  let status: Status | undefined;
  const said = await checking(area, 'what it says', 'an answer', async () => {
    status = await readStatus(lambda, expected, useCase);
    return ok('an answer');
  });
  return status === undefined ? [said] : judgeUseCase(status);

  function judgeUseCase(now: Status): Promise<readonly Check[]> {
    return Promise.all([
      checking(area, 'version in service', 'a version', async () =>
        judgeVersion(now, await models, environment),
      ),
      checking(area, 'deployment', 'none in progress', () => Promise.resolve(judgeDeployment(now))),
      checking(area, 'retraining', 'as Step Functions says', async () => judgeRunning(now, await running)),
      checking(area, 'who answers', 'the version in service', async () =>
        judgeAnswers(now.live, await answeringVersions(cloudwatch, useCase)),
      ),
    ]);
  }
}

function judgeVersion(
  { live, paused }: Status,
  models: z.output<typeof modelsSchema>['models'],
  environment: string,
): Finding {
  if (paused)
    return warning(
      'serving',
      'paused: no predictions, no retraining',
      'resume it where the reason for the pause is gone (docs/runbook.md)',
    );
  const serving = models.filter(({ status }) => status === 'InService').map(({ version }) => version);
  if (!live)
    return warning(
      'a version',
      'none',
      `train the first one and approve it: modelkeep retrain --env ${environment}`,
    );
  const registered = models.find(({ version }) => version === live.version);
  // The list has the newest versions only; one that is older than all of them is not judged by it.
  if (!registered && models.some(({ version }) => version < live.version))
    return failed(
      'a registered version',
      `version ${live.version}, which the registry does not know`,
      'its record was deleted: bring the table back from its backup',
    );
  if (registered && registered.status !== 'InService')
    return failed(
      `version ${live.version} registered as InService`,
      `registered as ${registered.status}`,
      'docs/runbook.md#retraining-failed',
    );
  const others = serving.filter((version) => version !== live.version);
  return others.length === 0
    ? ok(`version ${live.version} since ${live.since}`)
    : failed(
        `version ${live.version} alone`,
        `InService too: ${others.join(', ')}`,
        'docs/runbook.md#retraining-failed',
      );
}

function judgeDeployment({ deployment, live }: Status): Finding {
  const { status, version = 0, startedAt = '', reason = 'no reason given' } = deployment ?? {};
  switch (status) {
    case 'InProgress':
      return warning(
        'none in progress',
        `version ${version} since ${startedAt}`,
        'it bakes; where it does so for hours: docs/runbook.md#retraining-failed',
      );
    case 'Unhealthy':
      return failed(
        'a healthy deployment',
        `version ${version}: ${reason}`,
        'it is taken back at the next step of its execution; where not: docs/runbook.md#retraining-failed',
      );
    case 'RolledBack':
      return warning(`version ${version}`, `taken back: ${reason}`, 'docs/runbook.md#retraining-failed');
    case 'Healthy':
    case undefined:
      return ok(live ? `version ${live.version} is final` : 'none');
  }
}

/** The records say that one runs as long as it holds the lock of its use case. */
function judgeRunning({ running }: Status, executions: readonly string[]): Finding {
  if (!running) return ok('none runs');
  return executions.includes(running.name)
    ? ok(`${running.name} runs`)
    : failed(
        `${running.name} running`,
        'Step Functions has no such running execution: its lock keeps others waiting',
        'on-execution-ended tidies up within minutes; where not: docs/runbook.md#undelivered-events',
      );
}

/** Longer than a change of the pointer takes to reach every process, short enough to speak of now. */
const answersMinutes = 10;

function judgeAnswers(live: Status['live'], versions: readonly string[], now = Date.now()): Finding {
  const current = live && String(live.version);
  const others = versions.filter((version) => version !== current);
  if (versions.length === 0) return ok(`nobody asked in the last ${answersMinutes} minutes`);
  // Predictions from before the last change are in the same window.
  const settled = live && now - Date.parse(live.since) > answersMinutes * 60_000;
  if (others.length === 0 || !settled) return ok(`version ${versions.join(', ')}`);
  return failed(
    `version ${current ?? 'none'}`,
    `version ${others.join(', ')} too`,
    'processes that cannot load the version in service answer with the last one: see the log of predict (docs/runbook.md#prediction-errors)',
  );
}

async function answeringVersions(cloudwatch: CloudWatchClient, useCase: string): Promise<readonly string[]> {
  const until = new Date();
  const expression = `SEARCH('{modelkeep,ModelVersion,UseCase} MetricName="${servingMetrics.served}" UseCase="${useCase}"', 'Sum', 300)`;
  const found = await cloudwatch.send(
    new GetMetricDataCommand({
      StartTime: new Date(until.getTime() - answersMinutes * 60_000),
      EndTime: until,
      MetricDataQueries: [{ Id: 'served', Expression: expression, Label: "${PROP('Dim.ModelVersion')}" }],
    }),
  );
  const versions = (found.MetricDataResults ?? [])
    .filter(({ Values: values = [] }) => values.some((value) => value > 0))
    .map(({ Label: label }) => label ?? '');
  return [...new Set(versions)].sort();
}

async function runningExecutions({ states }: Clients, expected: Expected): Promise<readonly string[]> {
  const lists = await Promise.all(
    expected.stateMachines.map(({ name }) =>
      states.send(
        new ListExecutionsCommand({
          stateMachineArn: machineArn(expected, name),
          statusFilter: 'RUNNING',
          maxResults: 1000,
        }),
      ),
    ),
  );
  return lists.flatMap(({ executions = [] }) =>
    executions.flatMap(({ name }) => (name === undefined ? [] : [name])),
  );
}
