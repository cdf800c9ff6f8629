/** `concave points_worst` → `concave points, worst`; `num_lab_procedures` → `num lab procedures`. */
export function featureTitle(name: string): string {
  const statistic = /^(.+)_(mean|se|worst)$/.exec(name);
  const plain = (text: string): string => text.replaceAll('_', ' ');
  return statistic ? `${plain(statistic[1] ?? '')}, ${statistic[2] ?? ''}` : plain(name);
}

const metricTitles: Readonly<Record<string, string>> = {
  accuracy: 'Accuracy',
  precision: 'Precision',
  recall: 'Recall (sensitivity)',
  specificity: 'Specificity',
  f1: 'F1',
  rocAuc: 'ROC-AUC',
  brier: 'Brier score',
  logLoss: 'Log loss',
  calibrationError: 'Calibration error',
};
export const metricTitle = (name: string): string => metricTitles[name] ?? name;

const reasonTitles: Readonly<Record<string, string>> = {
  schedule: 'Schedule',
  drift: 'Drift',
  'model-quality': 'Loss of quality',
  dataset: 'New dataset',
  manual: 'By hand',
  'first-version': 'First version',
};
export const reasonTitle = (reason: string): string => reasonTitles[reason] ?? reason;

/** `CheckDataAvailability` → `Check data availability`; a question keeps its mark. */
export function stateTitle(name: string): string {
  const words = name.replaceAll(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** `PendingManualApproval` → `Pending approval` and the like. */
const statusTitles: Readonly<Record<string, string>> = {
  PendingManualApproval: 'Waits for approval',
  InService: 'In service',
  RolledBack: 'Rolled back',
  InsufficientData: 'Too little new data',
  GateRejected: 'Held back by the gate',
  ApprovalRejected: 'Not approved',
  PipelineFailed: 'Training failed',
  PipelineTimedOut: 'Training took too long',
  ApprovalTimedOut: 'Nobody decided in time',
  DeployFailed: 'Deployment failed',
  TimedOut: 'Timed out',
};
export const statusTitle = (status: string): string => statusTitles[status] ?? stateTitle(status);
