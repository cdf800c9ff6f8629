import { parseWith } from '../../domain/validation/parse.ts';
import { callPlatform } from '../io/client.ts';
import { columns, executionsSchema, executionViewSchema, localTime } from '../io/views.ts';
import { useCaseQuery } from './models.ts';

export interface ExecutionsOptions {
  readonly url: string;
  readonly json: boolean;
  readonly useCase?: string;
}

/** `modelkeep executions [ID]`: the retrainings, or one with the states it went through. */
export async function runExecutions(name: string | undefined, options: ExecutionsOptions): Promise<number> {
  return name === undefined ? list(options) : show(name, options);
}

async function list(options: ExecutionsOptions): Promise<number> {
  const answer = await callPlatform(options, 'GET', `/executions${useCaseQuery(options.useCase)}`);
  const { executions } = parseWith(executionsSchema, answer, 'answer of GET /executions');
  if (options.json) {
    process.stdout.write(`${JSON.stringify(executions)}\n`);
    return 0;
  }
  const rows = executions.map((e) => [
    e.name,
    e.outcome ?? e.status,
    e.trigger.reason,
    e.version === null ? '–' : String(e.version),
    localTime(e.startedAt),
  ]);
  process.stdout.write(
    executions.length === 0
      ? 'no executions yet\n'
      : `${columns([['execution', 'outcome', 'because of', 'version', 'started'], ...rows])}\n`,
  );
  return 0;
}

async function show(name: string, options: ExecutionsOptions): Promise<number> {
  const answer = await callPlatform(
    options,
    'GET',
    `/executions/${encodeURIComponent(name)}${useCaseQuery(options.useCase)}`,
  );
  const execution = parseWith(executionViewSchema, answer, 'answer of GET /executions/{name}');
  if (options.json) {
    process.stdout.write(`${JSON.stringify(answer)}\n`);
    return 0;
  }
  const states = (execution.states ?? []).map((state) => [
    `  ${state.name}`,
    state.status ?? '',
    state.enteredAt ? localTime(state.enteredAt) : '',
  ]);
  const lines = [
    `${execution.name}  ${execution.outcome ?? execution.status}`,
    `  because of  ${execution.trigger.reason}${execution.trigger.explanation ? `: ${execution.trigger.explanation}` : ''}`,
    `  started     ${localTime(execution.startedAt)}${execution.endedAt ? `, ended ${localTime(execution.endedAt)}` : ''}`,
    ...execution.reasons.map((reason) => `  · ${reason}`),
    ...(states.length > 0 ? [columns(states)] : []),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  return 0;
}
