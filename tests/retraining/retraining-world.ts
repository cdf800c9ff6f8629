import { readFileSync } from 'node:fs';
import path from 'node:path';
import { csvRecords } from '../../domain/dataset/read-snapshot.ts';
import { snapshotHash } from '../../domain/dataset/snapshot.ts';
import type { Notification } from '../../domain/events/notification.ts';
import type { JsonObject, Json } from '../../domain/ports.ts';
import { readApproval } from '../../domain/registry/approval.ts';
import { readExecution } from '../../domain/registry/execution.ts';
import { getVersion } from '../../domain/registry/store.ts';
import { readLock } from '../../domain/retraining/lock.ts';
import { baseKeys } from '../../domain/retraining/training-rows.ts';
import type { Trigger } from '../../domain/retraining/trigger.ts';
import { predictionRecord } from '../../domain/serving/captured.ts';
import { PointerDeployer } from '../../domain/serving/pointer-deployer.ts';
import { readServing } from '../../domain/serving/serving-store.ts';
import { catalogOf } from '../../domain/usecase/catalog.ts';
import type { UseCase } from '../../domain/usecase/schema.ts';
import { makeHandler as approveModel } from '../../functions/approve-model/handler.ts';
import { makeHandler as checkData } from '../../functions/check-data-availability/handler.ts';
import { makeHandler as checkDeployment } from '../../functions/check-deployment/handler.ts';
import { makeHandler as checkPipeline } from '../../functions/check-pipeline-status/handler.ts';
import { makeHandler as decideApproval } from '../../functions/decide-approval/handler.ts';
import { makeHandler as deployModel } from '../../functions/deploy-model/handler.ts';
import { makeLogger } from '../../functions/edge/logger.ts';
import { makeHandler as evaluateModel } from '../../functions/evaluate-model/handler.ts';
import { makeHandler as notifyOutcome } from '../../functions/notify-outcome/handler.ts';
import { makeHandler as onExecutionEnded } from '../../functions/on-execution-ended/handler.ts';
import { makeHandler as releaseLock } from '../../functions/release-lock/handler.ts';
import { makeHandler as requestApproval } from '../../functions/request-approval/handler.ts';
import { makeHandler as startPipeline } from '../../functions/start-pipeline/handler.ts';
import { startRetraining, type StartResult } from '../../functions/start-retraining/start-retraining.ts';
import { retrainingDefinition } from '../../pipelines/retraining/definition.ts';
import { breastCancer } from '../../usecases/breast-cancer.ts';
import { Ulids } from '../../domain/ids/ulid.ts';
import { toyPlatform, type ToyFunction } from '../local/toy-platform.ts';
import { FakeClock, MemoryObjectStore } from '../support/doubles.ts';
import { callHttp, testContext } from '../support/fuzz.ts';
import { featuresOf, wisconsin } from '../support/world.ts';
import { TestPipelines } from './test-pipelines.ts';

const csv = readFileSync(
  path.join(import.meta.dirname, '../../usecases/data/breast_cancer_wisconsin.csv'),
  'utf8',
);
const [header = [], ...tableRows] = csvRecords(csv);
/** Of the Wisconsin table as the base; the others come as confirmed predictions. */
const baseRows = 420;
const base = `${[header, ...tableRows.slice(0, baseRows)].map((row) => row.join(',')).join('\n')}\n`;

export const useCaseName = breastCancer.name;

/** The retraining machine with its functions on the local interpreter, all other ports in memory, on a clock of the test. */
export class RetrainingWorld {
  readonly clock = new FakeClock();
  readonly ids = new Ulids(this.clock);
  readonly objects = new MemoryObjectStore();
  readonly logger = makeLogger({ write: () => undefined });
  readonly health = { requests: 0, failures: 0, traffic: async () => ({ ...this.health }) };
  readonly pipelines: TestPipelines;
  /** Errors that the next calls of a state fail with. */
  readonly faults: {
    readonly state: string;
    readonly error: Error;
    times: number;
    /** What the function had done before it failed, past any transaction. */
    readonly after?: () => Promise<unknown>;
  }[] = [];
  readonly calls: string[] = [];
  readonly platform: ReturnType<typeof toyPlatform>;
  useCase: UseCase;

  constructor(retraining: Partial<UseCase['retraining']> = {}, gate: Partial<UseCase['gate']> = {}) {
    this.useCase = {
      ...breastCancer,
      gate: { ...breastCancer.gate, ...gate },
      retraining: { ...breastCancer.retraining, approval: 'automatic', ...retraining },
    };
    this.pipelines = new TestPipelines({
      objects: this.objects,
      clock: this.clock,
      useCases: () => this.useCases,
    });
    const definition = retrainingDefinition({ functionArn: (name) => name });
    const names = Object.values(definition.States).flatMap((state) =>
      state.Type === 'Task' ? [String(state.Parameters['FunctionName'])] : [],
    );
    const call: (name: string) => ToyFunction = (name) => (payload) => this.#invoke(name, payload);
    this.platform = toyPlatform({
      clock: this.clock,
      definition: JSON.parse(JSON.stringify(definition)) as object,
      functions: Object.fromEntries(names.map((name) => [name, call(name)])),
    });
  }

  get useCases() {
    return catalogOf([this.useCase]);
  }

  /** A deployer whose effects stay though its state fails, as they do on AWS. */
  get detachedDeployer(): PointerDeployer {
    const { objects, clock, useCases, health } = this;
    return new PointerDeployer({ records: this.platform.records, objects, health, clock, useCases });
  }

  /** Everything that a function may ask for; the record store is that of the running state. */
  get ports() {
    const { scoped } = this.platform;
    const { objects, clock, useCases, health, logger, pipelines, ids } = this;
    const { records, notifier } = scoped;
    return {
      records,
      notifier,
      objects,
      clock,
      useCases,
      logger,
      pipelines,
      ids,
      codeVersion: 'test',
      machine: this.platform.runner,
      deployer: new PointerDeployer({ records, objects, health, clock, useCases }),
    };
  }

  async #invoke(name: string, payload: JsonObject): Promise<Json> {
    // One execution at a time: the newest is the one that calls.
    const state = this.platform.runner.list(1)[0]?.state ?? name;
    this.calls.push(state);
    const fault = this.faults.find((f) => f.state === state && f.times > 0);
    if (fault) {
      fault.times -= 1;
      await fault.after?.();
      throw fault.error;
    }
    const { ports } = this;
    const handlers = {
      'check-data-availability': checkData,
      'start-pipeline': startPipeline,
      'check-pipeline-status': checkPipeline,
      'evaluate-model': evaluateModel,
      'request-approval': requestApproval,
      'approve-model': approveModel,
      'deploy-model': deployModel,
      'check-deployment': checkDeployment,
      'release-lock': releaseLock,
      'notify-outcome': notifyOutcome,
    };
    const make = handlers[name as keyof typeof handlers];
    return (await make(ports)(payload, testContext)) as Json;
  }

  async seed(): Promise<void> {
    await this.objects.put(baseKeys.data(useCaseName), base);
    await this.objects.put(baseKeys.hash(useCaseName), `${snapshotHash(base)}  data.csv\n`);
  }

  trigger(change: Partial<Trigger> = {}): Trigger {
    const requestedAt = this.clock.now().toISOString();
    return { useCase: useCaseName, reason: 'manual', cause: `cause-${requestedAt}`, requestedAt, ...change };
  }

  start(change: Partial<Trigger> = {}): Promise<StartResult> {
    return startRetraining(this.ports, this.trigger(change));
  }

  /** Lets the execution run until it has ended, or stands in `untilState`. */
  async run(name: string, untilState?: string): Promise<void> {
    for (let round = 0; round < 5_000; round += 1) {
      await this.platform.settle();
      const execution = this.platform.runner.find(name);
      if (execution?.status !== 'RUNNING' || execution.state === untilState) return;
      await this.platform.pass(60);
    }
    throw new Error(`execution ${name} does not end`);
  }

  /** A first version in service. */
  async serveFirst(): Promise<void> {
    await this.seed();
    const { executionName } = await this.start({ reason: 'first-version', cause: 'first' });
    await this.run(executionName);
    this.pipelines.requests.length = 0;
    this.calls.length = 0;
    this.platform.alerts.length = 0;
  }

  /** The rest of the table, as predictions that clinicians have confirmed. */
  async confirm(count: number): Promise<void> {
    const names = this.useCase.data.features.map(({ name }) => name);
    for (let row = baseRows; row < baseRows + count; row += 1) {
      this.clock.advance(1);
      const id = this.ids.next();
      const createdAt = this.clock.now().toISOString();
      const diagnosis = wisconsin.labels[row] === 1 ? 1 : 0;
      const record = predictionRecord({
        id,
        useCase: useCaseName,
        createdAt,
        modelVersion: 1,
        features: Object.fromEntries(featuresOf(row).map((value, i) => [names[i]!, value])),
        prediction: diagnosis,
        label: '',
        probability: 0.5,
        confidence: 0.5,
        status: 'Confirmed',
        diagnosis,
        confirmedAt: createdAt,
        confirmedBy: 'ada',
      });
      await this.platform.records.write([{ op: 'put', record, condition: 'absent' }]);
    }
  }

  decide(version: number, decision: 'approve' | 'reject', caller = 'ada@example.org', body: object = {}) {
    return callHttp(decideApproval(this.ports), {
      route: `POST /models/{version}/${decision}`,
      path: { version: String(version) },
      body,
      caller,
    });
  }

  /** Hands the status changes that the machine has published to on-execution-ended, each as often as `copies` says. */
  async deliverEnds(copies = 1): Promise<void> {
    const handler = onExecutionEnded(this.ports);
    const ends = this.platform.events.filter(
      (event) => event['detail-type'] === 'Step Functions Execution Status Change',
    );
    for (let copy = 0; copy < copies; copy += 1) for (const event of ends) await handler(event, testContext);
    await this.platform.settle();
  }

  /** How an execution stands to everybody who looks. */
  async outcomeOf(name: string) {
    const { records, runner, alerts } = this.platform;
    const execution = runner.find(name);
    const record = await readExecution(records, useCaseName, name);
    const told = alerts as unknown as Notification[];
    return {
      status: execution?.status,
      error: execution?.error ?? null,
      outcome: record?.data.outcome,
      recorded: record?.data.status,
      reasons: record?.data.reasons,
      notifications: told.filter(({ key }) => key === `${name}/outcome`).length,
      lockHolder: (await readLock(records, useCaseName)).data.holder,
      live: (await readServing(records, useCaseName)).data.live?.version ?? null,
    };
  }

  async statusOf(version: number) {
    return (await getVersion(this.platform.records, useCaseName, version))?.data.status;
  }

  async approvalOf(version: number) {
    return (await readApproval(this.platform.records, useCaseName, version))?.data;
  }

  close(): void {
    this.platform.kill();
  }
}
