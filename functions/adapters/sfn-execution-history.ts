import { GetExecutionHistoryCommand, SFNClient, type HistoryEvent } from '@aws-sdk/client-sfn';
import type { ExecutionHistory, Json, StateVisit, VisitedState } from '../../domain/ports.ts';
import { visitedStates, visitOf, type HistoryStep } from '../../domain/retraining/state-visits.ts';
import { clientSettings } from './clients.ts';
import type { Environment } from './environment.ts';
import { errorName, portError } from './errors.ts';
import { executionArnOf, stateMachineArnOf } from './sfn-state-machine.ts';

/** Step Functions gives 1,000 events at most; with their data, which a page of this many keeps below some megabytes. */
const eventsOfPage = { plain: 1_000, withData: 300 } as const;
/** An execution has 25,000 events at most. */
const mostPages = 100;

/** ExecutionHistory on Step Functions, which keeps it for 90 days after the end. */
export class SfnExecutionHistory implements ExecutionHistory {
  readonly #client: SFNClient;
  readonly #stateMachineArn: string;

  constructor(client: SFNClient, stateMachineArn: string) {
    this.#client = client;
    this.#stateMachineArn = stateMachineArn;
  }

  async states(name: string): Promise<readonly StateVisit[] | undefined> {
    return (await this.#visited(name, 'plain', () => false))?.map(visitOf);
  }

  async state(name: string, id: number): Promise<VisitedState | undefined> {
    // No more is read than to where the next state begins.
    const isBehind = (step: HistoryStep): boolean => step.kind === 'entered' && step.id > id;
    return (await this.#visited(name, 'withData', isBehind))?.find((visit) => visit.id === id);
  }

  async #visited(
    name: string,
    amount: keyof typeof eventsOfPage,
    isEnough: (step: HistoryStep) => boolean,
  ): Promise<readonly VisitedState[] | undefined> {
    const steps: HistoryStep[] = [];
    let token: string | undefined;
    for (let page = 0; page < mostPages; page += 1) {
      const found = await this.#page(name, amount, token);
      if (!found) return undefined;
      steps.push(...found.events.flatMap(stepOf));
      token = found.token;
      if (token === undefined || steps.some(isEnough)) break;
    }
    return visitedStates(steps);
  }

  async #page(name: string, amount: keyof typeof eventsOfPage, token: string | undefined) {
    try {
      const { events = [], nextToken } = await this.#client.send(
        new GetExecutionHistoryCommand({
          executionArn: executionArnOf(this.#stateMachineArn, name),
          maxResults: eventsOfPage[amount],
          includeExecutionData: amount === 'withData',
          ...(token === undefined ? {} : { nextToken: token }),
        }),
      );
      return { events, token: nextToken };
    } catch (error) {
      if (errorName(error) === 'ExecutionDoesNotExist') return undefined;
      throw portError(error, 'reading the history of an execution');
    }
  }
}

function stepOf(event: HistoryEvent): HistoryStep[] {
  const { id, timestamp, type = '' } = event;
  if (id === undefined || timestamp === undefined) return [];
  const at = { id, at: timestamp };
  if (type.endsWith('StateEntered')) {
    const { name = '', input } = event.stateEnteredEventDetails ?? {};
    return [{ ...at, kind: 'entered', name, input: jsonOf(input) }];
  }
  if (type.endsWith('StateExited'))
    return [{ ...at, kind: 'exited', output: jsonOf(event.stateExitedEventDetails?.output) }];
  // Once more after a failure; the first time it tells nothing.
  if (type === 'TaskScheduled') return [{ ...at, kind: 'retried' }];
  const failure =
    event.taskFailedEventDetails ??
    event.taskTimedOutEventDetails ??
    event.taskSubmitFailedEventDetails ??
    event.taskStartFailedEventDetails;
  if (failure) return [{ ...at, kind: 'failed', ...told(failure) }];
  const end =
    event.executionFailedEventDetails ??
    event.executionAbortedEventDetails ??
    event.executionTimedOutEventDetails;
  return end ? [{ ...at, kind: 'broken-off', ...told(end) }] : [];
}

const told = (details: { readonly error?: string | undefined; readonly cause?: string | undefined }) => ({
  error: details.error ?? '',
  cause: details.cause ?? '',
});

/** Without its data, or where Step Functions cut it, nothing is known of it. */
function jsonOf(text: string | undefined): Json {
  if (text === undefined) return null;
  try {
    // JSON.parse gives what JSON is.
    return JSON.parse(text) as Json;
  } catch {
    return null;
  }
}

/** @throws InvalidInputError that names a missing variable. */
export const sfnExecutionHistory = (environment: Environment): ExecutionHistory =>
  new SfnExecutionHistory(new SFNClient(clientSettings()), stateMachineArnOf(environment));
