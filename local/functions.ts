import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import type { FunctionContract } from '../domain/function-contract.ts';
import type {
  ChatSink,
  Clock,
  Deployer,
  EventBus,
  ExecutionHistory,
  Ids,
  InferenceServer,
  Metrics,
  Notifier,
  ObjectStore,
  PipelineRunner,
  Pseudonymizer,
  RecordStore,
  SignedUrls,
  StateMachine,
} from '../domain/ports.ts';
import type { UseCaseCatalog } from '../domain/usecase/catalog.ts';
import * as approveModel from '../functions/approve-model/handler.ts';
import * as checkDataAvailability from '../functions/check-data-availability/handler.ts';
import * as checkDeployment from '../functions/check-deployment/handler.ts';
import * as checkPipelineStatus from '../functions/check-pipeline-status/handler.ts';
import * as confirmDiagnosis from '../functions/confirm-diagnosis/handler.ts';
import * as decideApproval from '../functions/decide-approval/handler.ts';
import * as deployModel from '../functions/deploy-model/handler.ts';
import * as detectDrift from '../functions/detect-drift/handler.ts';
import * as erasePatient from '../functions/erase-patient/handler.ts';
import * as evaluateModelQuality from '../functions/evaluate-model-quality/handler.ts';
import * as evaluateModel from '../functions/evaluate-model/handler.ts';
import * as ingestDataset from '../functions/ingest-dataset/handler.ts';
import * as manageDeployment from '../functions/manage-deployment/handler.ts';
import * as notifyOutcome from '../functions/notify-outcome/handler.ts';
import * as onExecutionEnded from '../functions/on-execution-ended/handler.ts';
import * as predict from '../functions/predict/handler.ts';
import * as readDatasets from '../functions/read-datasets/handler.ts';
import * as readExecutions from '../functions/read-executions/handler.ts';
import * as readModels from '../functions/read-models/handler.ts';
import * as readMonitoring from '../functions/read-monitoring/handler.ts';
import * as readPlatform from '../functions/read-platform/handler.ts';
import * as readPredictions from '../functions/read-predictions/handler.ts';
import * as readStatus from '../functions/read-status/handler.ts';
import * as releaseLock from '../functions/release-lock/handler.ts';
import * as requestApproval from '../functions/request-approval/handler.ts';
import * as runInference from '../functions/run-inference/handler.ts';
import * as setUseCaseSwitch from '../functions/set-use-case-switch/handler.ts';
import * as slackNotifier from '../functions/slack-notifier/handler.ts';
import * as startPipeline from '../functions/start-pipeline/handler.ts';
import * as startRetraining from '../functions/start-retraining/handler.ts';
import type { Route } from './http/routes.ts';
import { lambdaContext, type LambdaHandler } from './lambda-context.ts';
import type { Logger } from './log.ts';

/** Everything that any function may need; each takes its part. */
export interface FunctionPorts {
  readonly records: RecordStore;
  readonly objects: ObjectStore;
  readonly inference: InferenceServer;
  readonly signedUrls: SignedUrls;
  readonly bus: EventBus;
  readonly notifier: Notifier;
  readonly chat: ChatSink;
  readonly machine: StateMachine;
  readonly history: ExecutionHistory;
  readonly pipelines: PipelineRunner;
  readonly deployer: Deployer;
  readonly metrics: Metrics;
  readonly pseudonymizer: Pseudonymizer;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly useCases: UseCaseCatalog;
  readonly defaultUseCase?: string | undefined;
  readonly logger: Logger;
  readonly codeVersion: string;
  readonly consoleUrl?: string | undefined;
}

interface LocalFunction {
  readonly contract: FunctionContract;
  readonly handler: LambdaHandler;
}

type HttpHandler = (event: APIGatewayProxyEventV2, context: Context) => Promise<unknown>;

/** The functions of the platform, made once, by name. */
export class Functions {
  readonly #byName: ReadonlyMap<string, LocalFunction>;

  constructor(functions: readonly LocalFunction[]) {
    this.#byName = new Map(functions.map((local) => [local.contract.name, local]));
  }

  get names(): readonly string[] {
    return [...this.#byName.keys()];
  }

  has(name: string): boolean {
    return this.#byName.has(name);
  }

  /** Calls a function as Lambda would, for a state, an event or a schedule. @throws Error for a name that is not there. */
  async call(name: string, event: unknown): Promise<unknown> {
    const found = this.#byName.get(name);
    if (!found) throw new Error(`no function is named ${name}; there are ${this.names.join(', ')}`);
    return found.handler(event, lambdaContext(name, found.contract.timeoutSeconds));
  }

  /** What the functions answer over HTTP. */
  routes(): readonly Route[] {
    return [...this.#byName.values()].flatMap(({ contract, handler }) =>
      (contract.routes ?? []).map(({ method, path, scope }) => ({
        method,
        path,
        scope,
        functionName: contract.name,
        // A function with routes answers an API event with a result.
        handler: async (event, context) =>
          (await handler(event, context)) as APIGatewayProxyStructuredResultV2,
      })),
    );
  }
}

export function makeFunctions(ports: FunctionPorts): Functions {
  return new Functions([
    overHttp(confirmDiagnosis.contract, confirmDiagnosis.makeHandler(ports)),
    overHttp(decideApproval.contract, decideApproval.makeHandler(ports)),
    overHttp(erasePatient.contract, erasePatient.makeHandler(ports)),
    overHttp(manageDeployment.contract, manageDeployment.makeHandler(ports)),
    overHttp(predict.contract, predict.makeHandler({ ...ports, photographs: ports.objects })),
    overHttp(readDatasets.contract, readDatasets.makeHandler(ports)),
    overHttp(readExecutions.contract, readExecutions.makeHandler(ports)),
    overHttp(readModels.contract, readModels.makeHandler(ports)),
    overHttp(readMonitoring.contract, readMonitoring.makeHandler(ports)),
    overHttp(readPlatform.contract, readPlatform.makeHandler(ports)),
    overHttp(
      readPredictions.contract,
      readPredictions.makeHandler({ ...ports, downloads: ports.signedUrls }),
    ),
    overHttp(readStatus.contract, readStatus.makeHandler(ports)),
    overHttp(runInference.contract, runInference.makeHandler(ports)),
    overHttp(setUseCaseSwitch.contract, setUseCaseSwitch.makeHandler(ports)),
    { contract: approveModel.contract, handler: approveModel.makeHandler(ports) },
    { contract: checkDataAvailability.contract, handler: checkDataAvailability.makeHandler(ports) },
    { contract: checkDeployment.contract, handler: checkDeployment.makeHandler(ports) },
    { contract: checkPipelineStatus.contract, handler: checkPipelineStatus.makeHandler(ports) },
    { contract: deployModel.contract, handler: deployModel.makeHandler(ports) },
    { contract: detectDrift.contract, handler: detectDrift.makeHandler(ports) },
    { contract: evaluateModel.contract, handler: evaluateModel.makeHandler(ports) },
    { contract: evaluateModelQuality.contract, handler: evaluateModelQuality.makeHandler(ports) },
    { contract: ingestDataset.contract, handler: ingestDataset.makeHandler(ports) },
    { contract: notifyOutcome.contract, handler: notifyOutcome.makeHandler(ports) },
    { contract: onExecutionEnded.contract, handler: onExecutionEnded.makeHandler(ports) },
    { contract: releaseLock.contract, handler: releaseLock.makeHandler(ports) },
    { contract: requestApproval.contract, handler: requestApproval.makeHandler(ports) },
    { contract: slackNotifier.contract, handler: slackNotifier.makeHandler(ports) },
    { contract: startPipeline.contract, handler: startPipeline.makeHandler(ports) },
    { contract: startRetraining.contract, handler: startRetraining.makeHandler(ports) },
  ]);
}

/** A function that only the API calls: what it is given is an API event. */
const overHttp = (contract: FunctionContract, handler: HttpHandler): LocalFunction => ({
  contract,
  handler: (event, context) => handler(event as APIGatewayProxyEventV2, context),
});
