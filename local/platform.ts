import { eventRules, scheduledCalls } from '../domain/events/routing.ts';
import { logLevelOf } from '../domain/logging/log-line.ts';
import { Ulids } from '../domain/ids/ulid.ts';
import type { Clock } from '../domain/ports.ts';
import { catalogOf, type UseCaseCatalog } from '../domain/usecase/catalog.ts';
import { PointerDeployer } from '../domain/serving/pointer-deployer.ts';
import { retrainingDefinition } from '../pipelines/retraining/definition.ts';
import { defaultUseCase, useCases as allUseCases } from '../usecases/index.ts';
import { FolderObjectStore } from './adapters/folder-objects.ts';
import { keyFilePseudonyms } from './adapters/key-file-pseudonyms.ts';
import { LocalSignedUrls } from './adapters/local-signed-urls.ts';
import { MemoryMetrics } from './adapters/memory-metrics.ts';
import { chatSink } from './adapters/slack-sinks.ts';
import { SqliteRecordStore } from './adapters/sqlite-records.ts';
import { systemClock } from './adapters/system-clock.ts';
import { Alarms } from './alarms.ts';
import { alertSubscriptions } from './alerts.ts';
import { seedBaseTables } from './base-tables.ts';
import { Deliveries } from './bus/deliveries.ts';
import { ruleSubscription } from './bus/rules.ts';
import { parseDefinition } from './executions/asl.ts';
import { asJson, functionKeyOf } from './executions/invocation.ts';
import { DefinitionRunner } from './executions/runner.ts';
import { scopedPorts } from './executions/scoped-ports.ts';
import type { Timing } from './executions/step.ts';
import { makeFunctions, type Functions } from './functions.ts';
import { homeFolder, openHome, type Home } from './home.ts';
import { consoleFiles } from './http/console-files.ts';
import { startHttp } from './http/server.ts';
import { makeIdentity } from './identity/identity.ts';
import { VisionServers } from './inference/vision-servers.ts';
import { signingKeyOf } from './identity/signing-key.ts';
import { fileLog } from './log.ts';
import { EitherPipelineRunner } from './pipelines/either-pipeline-runner.ts';
import { JobsPipelineRunner } from './pipelines/jobs-pipeline-runner.ts';
import { trainingProgram } from './pipelines/own-programs.ts';
import type { Programs } from './pipelines/programs.ts';
import { Scheduler } from './scheduler/scheduler.ts';
import { Checkpoints } from './state/checkpoints.ts';
import { Committer, type Probe } from './state/committer.ts';
import { openDatabase, type DatabaseOptions } from './state/database.ts';
import { WorkerPipelineRunner } from './training/worker-pipeline-runner.ts';

const defaultPort = 4780;

/**
 * Waits of the state machine on one machine. Nothing here takes a minute to start: a round of waiting is long enough to let
 * others work, and a back-off a hundredth of what it is towards a throttled service. Timeouts stay what they are.
 */
const localTiming: Timing = {
  waitMs: () => 50,
  retryMs: (_state, seconds) => seconds * 10,
  timeoutMs: (_state, seconds) => seconds * 1000,
};

export interface PlatformOptions {
  /** Default: MODELKEEP_HOME, else `.modelkeep` below the working folder. */
  readonly home?: string;
  /** Default 4780; 0 takes a free one. */
  readonly port?: number;
  readonly useCases?: UseCaseCatalog;
  /** The use case that a request means which names none; default breast-cancer, where it is among them. */
  readonly defaultUseCase?: string;
  /** Programs in the place of the images that pipelines name; default the project's own. */
  readonly programs?: Programs;
  /** CSV tables that use cases begin with, in place of those at their own paths; taken when the home is new. */
  readonly baseTables?: Readonly<Record<string, string | Uint8Array>>;
  readonly timing?: Timing;
  /**
   * How long a new version must stay healthy, in place of what the use cases say; default 0: it is checked once, after a
   * round of waiting.
   */
  readonly bakeSeconds?: number;
  /** Folder of the built console, served beside the API; without one there is the API alone. */
  readonly console?: string;
  /** Whether drift checks, quality checks and periodic retrainings come by themselves; default true. */
  readonly schedules?: boolean;
  /** Loads the training program at the start, so that the first training slows down nobody; default false. */
  readonly warmTraining?: boolean;
  readonly clock?: Clock;
  readonly durability?: NonNullable<DatabaseOptions['durability']>;
  readonly environment?: NodeJS.ProcessEnv;
  readonly codeVersion?: string;
  /** Called at named points of commits and states: tests stop the process there. */
  readonly probe?: Probe;
}

export interface Platform {
  readonly url: string;
  readonly home: Home;
  readonly executions: DefinitionRunner;
  readonly records: SqliteRecordStore;
  readonly objects: FolderObjectStore;
  readonly deliveries: Deliveries;
  readonly metrics: MemoryMetrics;
  readonly functions: Functions;
  /** Resolves when nothing is under way: what is left waits for a time, a token or a request. */
  idle(): Promise<void>;
  /** Answers what is under way and stops. Executions go on at the next start. */
  close(): Promise<void>;
}

/**
 * The whole platform in this process: the same functions and the same state machine as on AWS, on a folder.
 * @throws HomeInUseError, BrokenStateError, AddressInUseError, InvalidInputError: what the user can put right.
 */
export async function startPlatform(options: PlatformOptions = {}): Promise<Platform> {
  const environment = options.environment ?? process.env;
  const home = openHome(options.home ?? homeFolder(environment, process.cwd()));
  const undo: (() => unknown)[] = [() => home.release()];
  try {
    return await build(options, home, environment, undo);
  } catch (error) {
    for (const step of undo.reverse()) await step();
    throw error;
  }
}

async function build(
  options: PlatformOptions,
  home: Home,
  environment: NodeJS.ProcessEnv,
  undo: (() => unknown)[],
): Promise<Platform> {
  const clock = options.clock ?? systemClock;
  const useCases = options.useCases ?? allUseCases;
  const db = openDatabase(home.database, options);
  undo.push(() => db.close());
  const log = fileLog(home.log, logLevelOf(environment['LOG_LEVEL']));
  undo.push(() => log.close());
  const { logger } = log;
  const probe = options.probe ?? (() => undefined);
  const onError = (error: unknown) => logger.error({ error }, 'the database failed');
  const checkpoints = new Checkpoints(db, home.database);
  undo.push(() => checkpoints.close());
  const committer = new Committer(db, probe, () => checkpoints.committed());
  const alarms = new Alarms(clock);
  undo.push(() => alarms.close());
  const ids = new Ulids(clock);
  const records = new SqliteRecordStore(db, committer);
  const objects = new FolderObjectStore(home.objects, { fsync: options.durability === 'power' });
  await objects.tidy();
  await records.purgeExpired(clock.now());
  await seedBaseTables(objects, useCases, options.baseTables);

  const deliveries = new Deliveries({ db, committer, clock, alarms, probe, onError });
  const scoped = scopedPorts({ records, deliveries, ids });
  const metrics = new MemoryMetrics(clock);
  const pipelines = new EitherPipelineRunner(
    {
      light: new WorkerPipelineRunner({ db, committer, clock, alarms, objects: home.objects }),
      jobs: new JobsPipelineRunner({
        db,
        committer,
        clock,
        alarms,
        objects,
        useCases,
        workFolder: home.pipelines,
        ...(options.programs === undefined ? {} : { programs: options.programs }),
        onEvent: (executionName, event) => {
          if (event.kind === 'step')
            logger.info(
              { execution: executionName, step: event.step.name, status: event.step.status },
              'pipeline step',
            );
        },
      }),
    },
    useCases,
  );
  const definition = parseDefinition(
    retrainingDefinition({ functionArn: (name) => `arn:aws:lambda:local:000000000000:function:${name}` }),
  );
  const executions: DefinitionRunner = new DefinitionRunner({
    db,
    committer,
    deliveries,
    scoped,
    clock,
    ids,
    alarms,
    definition,
    invoke: async (name, payload) =>
      asJson(await functions.call(functionKeyOf(name, functions.names) ?? name, payload)),
    timing: options.timing ?? localTiming,
    probe,
    onError,
  });
  const signedUrls = new LocalSignedUrls({ objects, clock });
  const inference = new VisionServers({
    objects,
    folder: home.networks,
    programOf: (name) => trainingProgram(useCases.get(name), options.programs),
  });
  undo.push(() => inference.close());
  const functions: Functions = makeFunctions({
    records: scoped.records,
    bus: scoped.bus,
    notifier: scoped.notifier,
    objects,
    inference,
    signedUrls,
    chat: chatSink(environment, home.slack, clock),
    machine: executions,
    history: executions,
    pipelines,
    deployer: new PointerDeployer({
      records: scoped.records,
      objects,
      health: metrics,
      clock,
      useCases: withBake(useCases, options.bakeSeconds ?? 0),
    }),
    metrics,
    pseudonymizer: keyFilePseudonyms(home.pseudonymKey),
    clock,
    ids,
    useCases,
    defaultUseCase:
      options.defaultUseCase ?? (useCases.names.includes(defaultUseCase) ? defaultUseCase : undefined),
    logger,
    codeVersion: options.codeVersion ?? 'local',
    // Until the console is there, links are paths of the API.
    consoleUrl: environment['CONSOLE_URL'],
  });
  for (const rule of eventRules)
    deliveries.subscribe(
      ruleSubscription({ ...rule, target: (event) => functions.call(rule.functionName, event) }),
    );
  for (const subscription of alertSubscriptions(functions, home.mail, () => environment['CONSOLE_URL']))
    deliveries.subscribe(subscription);
  const scheduler = new Scheduler({ db, committer, deliveries, clock, alarms });
  for (const useCase of useCases.names.map((name) => useCases.get(name)))
    for (const call of scheduledCalls(useCase))
      scheduler.add({
        name: call.name,
        expression: call.expression,
        input: (at) => call.input(at.toISOString()),
        target: (input) => functions.call(call.functionName, input),
      });

  const signingKey = await signingKeyOf(home.signingKey);
  const http = await startHttp({
    port: options.port ?? defaultPort,
    clock,
    routes: functions.routes(),
    console: options.console === undefined ? undefined : consoleFiles({ folder: options.console }),
    siteOf: (url) => {
      signedUrls.listensAt(url);
      const identity = makeIdentity({ url, key: signingKey, clock });
      return {
        authorize: identity.authorize,
        handle: async (request, response, path) =>
          (await identity.handle(request, response, path)) ||
          (await signedUrls.handle(request, response, path)),
      };
    },
    onError: (error, route) => logger.error({ error, function: route.functionName }, 'request failed'),
  });
  undo.push(() => http.close());
  home.announce(http.url);
  if (options.warmTraining ?? false) pipelines.warm();
  pipelines.resume();
  executions.resume();
  deliveries.resume();
  if (options.schedules ?? true) await scheduler.start();
  logger.info({ url: http.url, home: home.folder }, 'platform started');

  return {
    url: http.url,
    home,
    executions,
    records,
    objects,
    deliveries,
    metrics,
    functions,
    async idle() {
      await pipelines.idle();
      await executions.idle();
      await deliveries.idle();
    },
    async close() {
      await http.close();
      scheduler.close();
      await executions.close();
      await deliveries.close();
      await pipelines.close();
      await inference.close();
      alarms.close();
      logger.info('platform stopped');
      log.close();
      await checkpoints.close();
      db.close();
      home.release();
    },
  };
}

/** The use cases, with another bake time: a minute on AWS is a long time in front of one machine. */
const withBake = (useCases: UseCaseCatalog, bakeSeconds: number): UseCaseCatalog =>
  catalogOf(
    useCases.names.map((name) => {
      const useCase = useCases.get(name);
      return { ...useCase, serving: { ...useCase.serving, bakeSeconds } };
    }),
  );
