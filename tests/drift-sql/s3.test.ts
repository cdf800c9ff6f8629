import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { CloudWatchClient, GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import {
  CreateEventBusCommand,
  EventBridgeClient,
  PutRuleCommand,
  PutTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { createBaseline, parseDriftReport } from '../../domain/drift/index.ts';
import { platformEventOf } from '../../domain/events/envelope.ts';
import { monitoringDimensions } from '../../domain/monitoring/metrics.ts';
import { createQueue, type Queue } from '../contracts/aws-queue.ts';
import { emulatorOrSkip } from '../support/emulator.ts';
import { features, rowsOf, sageMakerLines, tableOf } from './traffic.ts';
import { kidneyFailure } from './use-case.ts';

const emulator = await emulatorOrSkip();
const bucket = 'drift-job-captured';
const busName = 'drift-job-bus';
const program = path.resolve(import.meta.dirname, '../../pipelines/containers/drift/main.ts');

/** As a scheduled job runs it on AWS: everything in S3, the event on a bus, the metric in CloudWatch. */
(emulator ? describe : describe.skip)('the drift job on S3', () => {
  const s3 = new S3Client({ ...emulator?.client });
  const put = (key: string, body: string) =>
    s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body }));
  const textAt = async (key: string): Promise<string> => {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    return (await Body?.transformToString()) ?? '';
  };
  let queue: Queue;

  const run = (hour: number) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--no-warnings', program], {
      env: {
        ...process.env,
        ...emulator?.env,
        SPECIFICATION_URI: `s3://${bucket}/specification/usecase.json`,
        BASELINE_URI: `s3://${bucket}/models/v3/baseline.json`,
        CAPTURE_URI: `s3://${bucket}/capture/endpoint/AllTraffic`,
        MONITORING_URI: `s3://${bucket}/processed`,
        MODEL_VERSION: '3',
        EVENT_BUS_NAME: busName,
        METRICS_NAMESPACE: 'modelkeep',
        WINDOW_TO: `2026-01-01T0${hour}:00:00Z`,
        MEMORY_MIB: '256',
      },
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(stderr);
    return JSON.parse(stdout.trim().split('\n').at(-1) ?? '{}') as Record<string, unknown>;
  };

  beforeAll(async () => {
    const bridge = new EventBridgeClient({ ...emulator?.client });
    await s3.send(new CreateBucketCommand({ Bucket: bucket }));
    queue = await createQueue(emulator?.url ?? '');
    await bridge.send(new CreateEventBusCommand({ Name: busName }));
    const rule = { Name: 'drift-job-all', EventBusName: busName };
    await bridge.send(new PutRuleCommand({ ...rule, EventPattern: '{"source":["modelkeep"]}' }));
    await bridge.send(
      new PutTargetsCommand({
        Rule: rule.Name,
        EventBusName: busName,
        Targets: [{ Id: 'q', Arn: queue.arn }],
      }),
    );
    const baseline = createBaseline(tableOf(rowsOf(3000, 1)), {
      columns: features,
      createdAt: '2026-01-01T00:00:00.000Z',
      source: 'made up',
    });
    await put('specification/usecase.json', JSON.stringify(kidneyFailure));
    await put('models/v3/baseline.json', JSON.stringify(baseline));
    for (const hour of [0, 1]) {
      const lines = sageMakerLines(rowsOf(600, 2 + hour, 0.5)).map((line) =>
        line.replaceAll('2026-01-01T00', `2026-01-01T0${hour}`),
      );
      // Two files an hour, as an endpoint of two instances writes.
      await put(`capture/endpoint/AllTraffic/2026/01/01/0${hour}/05-a.jsonl`, lines.slice(0, 200).join('\n'));
      await put(`capture/endpoint/AllTraffic/2026/01/01/0${hour}/05-b.jsonl`, lines.slice(200).join('\n'));
    }
    // What no window of these tests may look at.
    await put('capture/endpoint/AllTraffic/2025/12/01/00/05-a.jsonl', 'not captured data');
  }, 60_000);

  test('two windows with a shift: report and state below the prefix, the metric, and one event on the bus', async () => {
    expect(run(1)).toMatchObject({ status: 'judged', rows: 600, drifted: true, event: false });
    const second = run(2);
    expect(second).toMatchObject({ rows: 600, event: true, raised: true, features: ['creatinine'] });
    expect(run(2)).toMatchObject({ status: 'judged-before' });

    const report = parseDriftReport(JSON.parse(await textAt(`processed/${String(second['reportKey'])}`)));
    expect(report.flaggedColumns).toEqual(['creatinine']);
    const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: 'processed/' }));
    expect(Contents).toHaveLength(7);

    const messages = await queue.messages();
    expect(messages.map(platformEventOf)).toMatchObject([
      {
        detailType: 'Model Drift Confirmed',
        detail: { modelVersion: 3, reportKey: second['reportKey'] },
      },
    ]);

    const { Datapoints } = await new CloudWatchClient({ ...emulator?.client }).send(
      new GetMetricStatisticsCommand({
        Namespace: 'modelkeep',
        MetricName: 'DriftPsiMax',
        Dimensions: Object.entries(monitoringDimensions('kidney-failure')).map(([Name, Value]) => ({
          Name,
          Value,
        })),
        StartTime: new Date(Date.now() - 3_600_000),
        EndTime: new Date(Date.now() + 3_600_000),
        Period: 7_200,
        Statistics: ['Maximum'],
      }),
    );
    expect(Math.max(...(Datapoints ?? []).map(({ Maximum = 0 }) => Maximum))).toBeCloseTo(
      Number(second['psiMax']),
      9,
    );
  }, 60_000);
});
