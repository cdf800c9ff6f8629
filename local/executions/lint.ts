import {
  lambdaInvoke,
  lambdaInvokeWithToken,
  parseDefinition,
  stateErrors,
  type AslDefinition,
  type AslState,
} from './asl.ts';
import { successorsOf } from './data-flow.ts';

export interface LintFinding {
  readonly state: string | null;
  readonly rule: string;
  readonly message: string;
}

/** Node's timers end at 24.8 days; a timeout of that length also says that nobody thought of one. */
const maxTimeoutSeconds = 24 * 86_400;
const supportedTypes = ['Task', 'Pass', 'Wait', 'Choice', 'Succeed', 'Fail'];
/** Ignored, or run in another way, by the local interpreter. */
const forbiddenFields: Readonly<Record<string, string>> = {
  QueryLanguage: 'JSONata is ignored locally: write JSONPath',
  Arguments: 'JSONata is ignored locally: write Parameters',
  Output: 'JSONata is ignored locally: write ResultSelector, ResultPath and OutputPath',
  Assign: 'variables are ignored locally: pass values in the payload',
  HeartbeatSeconds: 'heartbeats are ignored locally: use TimeoutSeconds',
  HeartbeatSecondsPath: 'heartbeats are ignored locally: use TimeoutSecondsPath',
  Branches: 'Parallel is not run locally',
  Iterator: 'Map is not run locally',
  ItemProcessor: 'Map is not run locally',
  Credentials: 'roles of other accounts mean nothing locally',
};
const forbiddenPaths: readonly (readonly [RegExp, string])[] = [
  [/\$\$\.Execution\.(Input|StartTime|RoleArn)/, 'is set anew at each state locally: pass it in the payload'],
  [/\$\$\.Map/, 'there is no Map locally'],
  [/\$states\b/, 'is JSONata, which is ignored locally'],
  [
    /States\.StringToJson\s*\(\s*\$\.[\w.]*Cause/,
    'parses a Cause, whose text differs between Lambda and here',
  ],
  [/States\.(UUID|MathRandom)\b/, 'gives another value when a state is run again after a crash'],
];

/**
 * What the local interpreter and Step Functions would do differently with a definition, and what would leave an execution
 * without its way out. None of it is found: the definition runs alike on both.
 */
export function lintDefinition(value: unknown): readonly LintFinding[] {
  const raw = rawFindings(value);
  // Of what is not even parsed nothing more can be said.
  if (raw.some(({ rule }) => rule === 'supported-type')) return raw;
  const definition = parseDefinition(value);
  return [
    ...raw,
    ...Object.entries(definition.States).flatMap(([name, state]) => stateFindings(name, state)),
    ...graphFindings(definition),
  ];
}

const finding = (state: string | null, rule: string, message: string): LintFinding => ({
  state,
  rule,
  message,
});
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function rawFindings(value: unknown): LintFinding[] {
  const found: LintFinding[] = [];
  if (!isObject(value) || !isObject(value['States']))
    return [finding(null, 'supported-type', 'got no definition, expected an object with StartAt and States')];
  if ('TimeoutSeconds' in value)
    found.push(
      finding(
        null,
        'no-machine-timeout',
        'a TimeoutSeconds of the machine skips every Catch: use a Choice in each waiting loop',
      ),
    );
  if ('QueryLanguage' in value && value['QueryLanguage'] !== 'JSONPath')
    found.push(finding(null, 'json-path-only', forbiddenFields['QueryLanguage'] ?? ''));
  for (const [name, state] of Object.entries(value['States'])) {
    const type = isObject(state) ? state['Type'] : undefined;
    if (!isObject(state) || typeof type !== 'string' || !supportedTypes.includes(type)) {
      found.push(finding(name, 'supported-type', `Type: expected one of ${supportedTypes.join(', ')}`));
      continue;
    }
    for (const [field, why] of Object.entries(forbiddenFields))
      if (field in state) found.push(finding(name, 'same-on-both', `${field}: ${why}`));
    for (const [at, text] of textsOf(state, name))
      for (const [pattern, why] of forbiddenPaths)
        if (pattern.test(text)) found.push(finding(name, 'same-on-both', `${at}: ${text} ${why}`));
  }
  return found;
}

/** Every text in a state with the path to it. */
function* textsOf(value: unknown, at: string): Generator<readonly [string, string]> {
  if (typeof value === 'string') yield [at, value];
  else if (typeof value === 'object' && value !== null)
    for (const [key, inner] of Object.entries(value)) yield* textsOf(inner, `${at}.${key}`);
}

function stateFindings(name: string, state: AslState): LintFinding[] {
  const found: LintFinding[] = [];
  const say = (rule: string, message: string) => found.push(finding(name, rule, message));
  const resultPaths = [state.ResultPath, ...(state.Catch ?? []).map(({ ResultPath }) => ResultPath)];
  if (resultPaths.includes('$'))
    say('same-on-both', 'ResultPath "$": makes a field named $ locally; leave it out to replace the input');
  if (state.Type === 'Fail' && state.Error === undefined && state.ErrorPath === undefined)
    say('named-error', 'Error: expected a name, so that the way out can be told from others');
  if (state.Type === 'Task') taskFindings(state, say);
  return found;
}

function taskFindings(state: AslState, say: (rule: string, message: string) => void): void {
  if (state.Resource !== lambdaInvoke && state.Resource !== lambdaInvokeWithToken)
    say('lambda-only', `Resource: expected ${lambdaInvoke} or ${lambdaInvokeWithToken}`);
  const parameters: unknown = state['Parameters'];
  if (!isObject(parameters) || typeof parameters['FunctionName'] !== 'string')
    say('lambda-only', 'Parameters.FunctionName: expected the name or ARN of a function');
  else if (state.Resource === lambdaInvokeWithToken && !JSON.stringify(parameters).includes('$$.Task.Token'))
    say('token-passed', 'Parameters: expected $$.Task.Token in the payload, or nobody can answer');
  if (state.TimeoutSeconds === undefined && state.TimeoutSecondsPath === undefined)
    say('task-timeout', 'TimeoutSeconds: expected one; without it a task may hang for a year');
  if (state.TimeoutSeconds !== undefined && state.TimeoutSeconds >= maxTimeoutSeconds)
    say(
      'task-timeout',
      `TimeoutSeconds: got ${state.TimeoutSeconds}, expected under ${maxTimeoutSeconds} (24 days)`,
    );
  const catchesAll = state.Catch?.at(-1)?.ErrorEquals.includes(stateErrors.all) ?? false;
  if (!catchesAll)
    say(
      'every-way-out',
      'Catch: expected States.ALL in the last catcher, so that no error skips the way out',
    );
  for (const [i, retrier] of (state.Retry ?? []).entries())
    if (retrier.ErrorEquals.includes(stateErrors.all) && i < (state.Retry ?? []).length - 1)
      say('same-on-both', `Retry[${i}]: States.ALL must stand in the last retrier`);
}

function graphFindings(definition: AslDefinition): LintFinding[] {
  const found: LintFinding[] = [];
  const names = new Set(Object.keys(definition.States));
  const reached = new Set<string>();
  const walk = (name: string) => {
    if (reached.has(name) || !names.has(name)) return;
    reached.add(name);
    for (const next of successorsOf(definition, name)) walk(next);
  };
  walk(definition.StartAt);
  if (!names.has(definition.StartAt))
    found.push(finding(null, 'graph', `StartAt: no state is named ${definition.StartAt}`));
  for (const [name, state] of Object.entries(definition.States)) {
    for (const next of successorsOf(definition, name))
      if (!names.has(next)) found.push(finding(name, 'graph', `no state is named ${next}`));
    if (!reached.has(name)) found.push(finding(name, 'graph', 'no way leads to this state'));
    const ends = state.End === true || state.Type === 'Succeed' || state.Type === 'Fail';
    if (!ends && successorsOf(definition, name).length === 0)
      found.push(finding(name, 'graph', 'expected Next or End'));
    if (state.Type === 'Choice' && state.Default === undefined)
      found.push(
        finding(name, 'every-way-out', 'Default: expected one: States.NoChoiceMatched cannot be caught'),
      );
  }
  return found;
}
