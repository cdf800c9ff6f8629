import { ExecutionError, StateMachine, type StateMachineDefinition } from 'aws-local-stepfunctions';
import type { Json, JsonObject } from '../../domain/ports.ts';
import { StateError, stateErrors, type AslDefinition, type AslState } from './asl.ts';

/**
 * The data flow of one state, by aws-local-stepfunctions: paths, templates, intrinsic functions, choice rules. The library
 * runs a machine in memory from its start to its end and cannot resume, so it gets a machine of one state each time; time,
 * retries, catching and durability are the runner's.
 */
type Value = Parameters<StateMachine['run']>[0];

/** JSON as the library types it; ours differs in being readonly only. */
const value = (json: Json): Value => json as Value;

interface OneState {
  readonly name: string;
  readonly state: object;
  readonly input: Json;
  readonly context: JsonObject;
  readonly handler?: (input: Json) => Json;
  /** States that it may go to: they end the run, and say where it went. */
  readonly successors?: readonly string[];
}

async function runOne(one: OneState): Promise<{ readonly output: Json; readonly next: string | undefined }> {
  const { name, state, input, context, handler, successors = [] } = one;
  const definition = {
    StartAt: name,
    States: { ...Object.fromEntries(successors.map((s) => [s, { Type: 'Succeed' }])), [name]: state },
  };
  // Not validated here: the lint and asl-validator have seen the whole definition.
  const machine = new StateMachine(definition as unknown as StateMachineDefinition, {
    validationOptions: { noValidate: true },
  });
  const run = machine.run(value(input), {
    context,
    ...(handler
      ? { overrides: { taskResourceLocalHandlers: { [name]: (given: Value) => value(handler(given)) } } }
      : {}),
  });
  let output: Json;
  try {
    output = await run.result;
  } catch (error) {
    throw stateError(error);
  }
  let next: string | undefined;
  if (successors.length > 0)
    for await (const event of run.eventLogs)
      if (event.type === 'StateEntered' && event.state.name !== name) next = event.state.name;
  return { output, next };
}

function stateError(error: unknown): StateError {
  const cause = error instanceof ExecutionError ? error.cause : error;
  if (cause instanceof Error) return new StateError(cause.name, cause.message, { cause });
  return new StateError(stateErrors.runtime, 'the interpreter failed', { cause });
}

const dataFields = (state: AslState, fields: readonly string[]): object =>
  Object.fromEntries(Object.entries(state).filter(([field]) => fields.includes(field)));

/** What a Task is called with: InputPath, then Parameters. */
export async function taskInput(
  name: string,
  state: AslState,
  input: Json,
  context: JsonObject,
): Promise<Json> {
  let given: Json = null;
  await runOne({
    name,
    state: {
      Type: 'Task',
      Resource: state.Resource,
      End: true,
      ...dataFields(state, ['InputPath', 'Parameters']),
    },
    input,
    context,
    handler: (effective) => {
      given = effective;
      return {};
    },
  });
  return given;
}

/** What a Task gives on: ResultSelector, then ResultPath into the state's input, then OutputPath. */
export async function taskOutput(
  name: string,
  state: AslState,
  input: Json,
  result: Json,
  context: JsonObject,
): Promise<Json> {
  const fields = ['ResultSelector', 'ResultPath', 'OutputPath'];
  const { output } = await runOne({
    name,
    state: { Type: 'Task', Resource: state.Resource, End: true, ...dataFields(state, fields) },
    input,
    context,
    handler: () => result,
  });
  return output;
}

/** Pass, Succeed, and a Wait whose time has come. */
export async function plainOutput(
  name: string,
  state: AslState,
  input: Json,
  context: JsonObject,
): Promise<Json> {
  const fields = ['InputPath', 'Parameters', 'Result', 'ResultPath', 'OutputPath'];
  const data = dataFields(state, fields);
  const { output } = await runOne({
    name,
    state: state.Type === 'Succeed' ? { Type: 'Succeed', ...data } : { Type: 'Pass', End: true, ...data },
    input,
    context,
  });
  return output;
}

/** Where a Choice goes. Throws StateError States.NoChoiceMatched. */
export async function choose(
  name: string,
  state: AslState,
  input: Json,
  context: JsonObject,
): Promise<{ readonly next: string; readonly output: Json }> {
  const successors = [
    ...(state.Choices ?? []).map(({ Next }) => Next),
    ...(state.Default ? [state.Default] : []),
  ];
  const { output, next } = await runOne({ name, state, input, context, successors });
  if (next === undefined) throw new StateError(stateErrors.runtime, `Choice ${name} went nowhere`);
  return { next, output };
}

/** What goes on to the state that a Catch names. */
export async function caughtOutput(
  input: Json,
  resultPath: string | null | undefined,
  error: StateError,
): Promise<Json> {
  const Result = { Error: error.error, Cause: error.causeText };
  const { output } = await runOne({
    name: 'Catch',
    state: {
      Type: 'Pass',
      Result,
      End: true,
      ...(resultPath === undefined ? {} : { ResultPath: resultPath }),
    },
    input,
    context: {},
  });
  return output;
}

/** The value of a path in the state's input (after InputPath) or, with `$$`, in its context. */
export async function valueAt(
  path: string,
  state: AslState,
  input: Json,
  context: JsonObject,
): Promise<Json> {
  const { output } = await runOne({
    name: 'Value',
    state: { Type: 'Pass', End: true, Parameters: { 'value.$': path }, ...dataFields(state, ['InputPath']) },
    input,
    context,
  });
  // A Pass with Parameters of this one field.
  return (output as { value: Json }).value;
}

/** States that a definition can go to from this one. */
export function successorsOf(definition: AslDefinition, name: string): readonly string[] {
  const state = definition.States[name];
  if (!state) return [];
  const targets = [
    state.Next,
    state.Default,
    ...(state.Choices ?? []).map(({ Next }) => Next),
    ...(state.Catch ?? []).map(({ Next }) => Next),
  ];
  return targets.filter((target) => target !== undefined);
}
