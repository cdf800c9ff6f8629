import type { MachineTask } from '../../domain/retraining/machine-task.ts';
import { machineTasks, type MachineTaskName } from '../../domain/retraining/machine-tasks.ts';
import type { AslCatcher, AslTask } from './asl.ts';
import { retryRequest, retryTask } from './retry.ts';

export type FunctionArn = (functionName: string) => string;

const invoke = 'arn:aws:states:::lambda:invoke';

/** Start of a sandbox and the way there and back: the function's own timeout ends it before the state's does. */
const marginSeconds = 10;

const isPath = (text: string): boolean => text.startsWith('$');

function payloadOf(task: MachineTask): Readonly<Record<string, unknown>> {
  if (task.payload === '$') return { 'Payload.$': '$' };
  const fields = Object.entries(task.payload).map(([field, from]) =>
    isPath(from) ? [`${field}.$`, from] : [field, from],
  );
  return { Payload: Object.fromEntries(fields) };
}

const parametersOf = (task: MachineTask, arn: FunctionArn): AslTask['Parameters'] => ({
  FunctionName: arn(task.functionName),
  ...payloadOf(task),
});

/**
 * The state of a task: function, payload, selection of the result and timeout all come from the entry of the function in
 * domain/retraining/machine-tasks.ts.
 * @param ways where it goes on, and where an error leads; `errorPath` null forgets the error.
 */
export function taskState(
  name: MachineTaskName,
  arn: FunctionArn,
  ways: {
    readonly next: string;
    readonly onError: string;
    readonly errorPath?: '$.error' | null;
    readonly comment?: string;
  },
): AslTask {
  const task: MachineTask = machineTasks[name];
  const fields = Object.keys(task.output.shape);
  return {
    Type: 'Task',
    ...(ways.comment === undefined ? {} : { Comment: ways.comment }),
    Resource: invoke,
    Parameters: parametersOf(task, arn),
    ...(task.resultPath === null
      ? {}
      : {
          ResultSelector: Object.fromEntries(fields.map((field) => [`${field}.$`, `$.Payload.${field}`])),
        }),
    ResultPath: task.resultPath,
    TimeoutSeconds: task.functionTimeoutSeconds + marginSeconds,
    Retry: retryTask,
    Catch: [catchAll(ways.onError, ways.errorPath === undefined ? '$.error' : ways.errorPath)],
    Next: ways.next,
  };
}

/**
 * A state that waits until somebody answers its token; the answer itself is the result.
 * @param ways.timeoutPath how long it waits.
 */
export function tokenState(
  name: MachineTaskName,
  arn: FunctionArn,
  ways: {
    readonly next: string;
    readonly onTimeout: string;
    readonly onError: string;
    readonly timeoutPath: string;
    readonly comment?: string;
  },
): AslTask {
  const task: MachineTask = machineTasks[name];
  return {
    Type: 'Task',
    ...(ways.comment === undefined ? {} : { Comment: ways.comment }),
    Resource: `${invoke}.waitForTaskToken`,
    Parameters: parametersOf(task, arn),
    ResultPath: task.resultPath,
    TimeoutSecondsPath: ways.timeoutPath,
    Retry: retryRequest,
    Catch: [
      { ErrorEquals: ['States.Timeout'], ResultPath: '$.error', Next: ways.onTimeout },
      catchAll(ways.onError, '$.error'),
    ],
    Next: ways.next,
  };
}

const catchAll = (next: string, resultPath: string | null): AslCatcher => ({
  ErrorEquals: ['States.ALL'],
  ResultPath: resultPath,
  Next: next,
});
