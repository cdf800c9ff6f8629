import type { FunctionContract } from '../../domain/function-contract.ts';
import { contract as approveModel } from '../../functions/approve-model/contract.ts';
import { contract as checkDataAvailability } from '../../functions/check-data-availability/contract.ts';
import { contract as checkDeployment } from '../../functions/check-deployment/contract.ts';
import { contract as checkPipelineStatus } from '../../functions/check-pipeline-status/contract.ts';
import { contract as confirmDiagnosis } from '../../functions/confirm-diagnosis/contract.ts';
import { contract as decideApproval } from '../../functions/decide-approval/contract.ts';
import { contract as deployModel } from '../../functions/deploy-model/contract.ts';
import { contract as detectDrift } from '../../functions/detect-drift/contract.ts';
import { contract as erasePatient } from '../../functions/erase-patient/contract.ts';
import { contract as evaluateModelQuality } from '../../functions/evaluate-model-quality/contract.ts';
import { contract as evaluateModel } from '../../functions/evaluate-model/contract.ts';
import { contract as grantScopes } from '../../functions/grant-scopes/contract.ts';
import { contract as ingestDataset } from '../../functions/ingest-dataset/contract.ts';
import { contract as manageDeployment } from '../../functions/manage-deployment/contract.ts';
import { contract as notifyOutcome } from '../../functions/notify-outcome/contract.ts';
import { contract as onExecutionEnded } from '../../functions/on-execution-ended/contract.ts';
import { contract as predict } from '../../functions/predict/contract.ts';
import { contract as readDatasets } from '../../functions/read-datasets/contract.ts';
import { contract as projectModelPackage } from '../../functions/project-model-package/contract.ts';
import { contract as readExecutions } from '../../functions/read-executions/contract.ts';
import { contract as readModels } from '../../functions/read-models/contract.ts';
import { contract as readMonitoring } from '../../functions/read-monitoring/contract.ts';
import { contract as readPlatform } from '../../functions/read-platform/contract.ts';
import { contract as readPredictions } from '../../functions/read-predictions/contract.ts';
import { contract as readStatus } from '../../functions/read-status/contract.ts';
import { contract as releaseLock } from '../../functions/release-lock/contract.ts';
import { contract as reportViolations } from '../../functions/report-violations/contract.ts';
import { contract as requestApproval } from '../../functions/request-approval/contract.ts';
import { contract as runInference } from '../../functions/run-inference/contract.ts';
import { contract as setUseCaseSwitch } from '../../functions/set-use-case-switch/contract.ts';
import { contract as slackNotifier } from '../../functions/slack-notifier/contract.ts';
import { contract as startPipeline } from '../../functions/start-pipeline/contract.ts';
import { contract as startRetraining } from '../../functions/start-retraining/contract.ts';

/** Every function of the platform. A test holds the list to the folders. */
export const contracts: readonly FunctionContract[] = [
  approveModel,
  checkDataAvailability,
  checkDeployment,
  checkPipelineStatus,
  confirmDiagnosis,
  decideApproval,
  deployModel,
  detectDrift,
  erasePatient,
  evaluateModel,
  evaluateModelQuality,
  grantScopes,
  ingestDataset,
  manageDeployment,
  notifyOutcome,
  onExecutionEnded,
  predict,
  projectModelPackage,
  readDatasets,
  readExecutions,
  readModels,
  readMonitoring,
  readPlatform,
  readPredictions,
  readStatus,
  releaseLock,
  reportViolations,
  requestApproval,
  runInference,
  setUseCaseSwitch,
  slackNotifier,
  startPipeline,
  startRetraining,
];

/** Deployed for each use case, with its serving stack; all others serve every use case. */
export const contractsOfServing: readonly FunctionContract[] = [predict];
/** Deployed with the user pool that calls it. */
const contractsOfIdentity: readonly FunctionContract[] = [grantScopes];
export const sharedContracts: readonly FunctionContract[] = contracts.filter(
  (contract) => ![...contractsOfServing, ...contractsOfIdentity].includes(contract),
);

export const machineFunctions: readonly FunctionContract[] = contracts.filter(({ kind }) => kind === 'task');
