/**
 * The retraining state machine as it is drawn: its tasks and outcomes in the order of the way through, without the choices and
 * waits between them. tests/console/machine.test.ts holds it to the definition.
 */
export type NodeKind = 'task' | 'good' | 'bad' | 'quiet';

export interface MachineNode {
  readonly name: string;
  readonly kind: NodeKind;
  /** Column and row of the grid it is drawn on. */
  readonly column: number;
  readonly row: number;
}

const node = (name: string, kind: NodeKind, column: number, row: number): MachineNode => ({
  name,
  kind,
  column,
  row,
});

export const nodes: readonly MachineNode[] = [
  node('CheckDataAvailability', 'task', 0, 0),
  node('StartPipeline', 'task', 1, 0),
  node('CheckPipelineStatus', 'task', 2, 0),
  node('EvaluateModel', 'task', 3, 0),
  node('RequestApproval', 'task', 4, 0),
  node('ApproveModel', 'task', 5, 0),
  node('DeployModel', 'task', 6, 0),
  node('CheckDeployment', 'task', 7, 0),
  node('ApproveAutomatically', 'task', 4, 1),
  node('RejectModel', 'task', 5, 1),
  node('RestoreServing', 'task', 6, 1),
  node('RollBack', 'task', 7, 1),
  node('PipelineLost', 'bad', 2, 1),
  node('InsufficientData', 'quiet', 0, 2),
  node('PipelineFailed', 'bad', 1, 2),
  node('PipelineTimedOut', 'bad', 2, 2),
  node('GateRejected', 'quiet', 3, 2),
  node('ApprovalTimedOut', 'bad', 4, 2),
  node('ApprovalRejected', 'quiet', 5, 2),
  node('DeployFailed', 'bad', 6, 2),
  node('RolledBack', 'bad', 7, 2),
  node('Deployed', 'good', 8, 0),
  node('StopPipeline', 'task', 2, 3),
  node('ReleaseLock', 'task', 7, 3),
  node('NotifyOutcome', 'task', 8, 3),
];

/** Drawn arrows: the way through and each way out. */
export const edges: readonly (readonly [from: string, to: string])[] = [
  ['CheckDataAvailability', 'StartPipeline'],
  ['CheckDataAvailability', 'InsufficientData'],
  ['StartPipeline', 'CheckPipelineStatus'],
  ['StartPipeline', 'PipelineFailed'],
  ['CheckPipelineStatus', 'EvaluateModel'],
  ['CheckPipelineStatus', 'PipelineLost'],
  ['PipelineLost', 'PipelineTimedOut'],
  ['PipelineTimedOut', 'StopPipeline'],
  ['EvaluateModel', 'RequestApproval'],
  ['EvaluateModel', 'GateRejected'],
  ['RequestApproval', 'ApproveModel'],
  ['RequestApproval', 'ApproveAutomatically'],
  ['ApproveAutomatically', 'ApprovalTimedOut'],
  ['ApproveModel', 'DeployModel'],
  ['ApproveModel', 'RejectModel'],
  ['RejectModel', 'ApprovalRejected'],
  ['DeployModel', 'CheckDeployment'],
  ['DeployModel', 'RestoreServing'],
  ['RestoreServing', 'DeployFailed'],
  ['CheckDeployment', 'Deployed'],
  ['CheckDeployment', 'RollBack'],
  ['RollBack', 'RolledBack'],
  ['ReleaseLock', 'NotifyOutcome'],
];

export interface Visit {
  readonly id: number;
  readonly name: string;
  readonly status: 'Running' | 'Succeeded' | 'Failed';
}

export interface Lit {
  /** Of its last visit. */
  readonly id: number;
  readonly state: 'passed' | 'running' | 'failed' | 'untouched';
  /** How often it was entered. */
  readonly times: number;
}

/** How each drawn state stands after these visits: the last one of each counts. */
export function litNodes(visits: readonly Visit[]): ReadonlyMap<string, Lit> {
  const lit = new Map<string, Lit>();
  for (const { id, name, status } of visits) {
    const state = { Running: 'running', Succeeded: 'passed', Failed: 'failed' } as const;
    lit.set(name, { id, state: state[status], times: (lit.get(name)?.times ?? 0) + 1 });
  }
  return lit;
}

/** An arrow is lit where both of its ends were passed, in this order. */
export function isLit(visits: readonly Visit[], from: string, to: string): boolean {
  const first = visits.findIndex(({ name }) => name === from);
  const last = visits.findLastIndex(({ name }) => name === to);
  return first >= 0 && last > first;
}
