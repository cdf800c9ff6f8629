import { isFields, parseJson, same, type Fields } from '../value.ts';

/** How two definitions differ, one line a state; undefined where one of them cannot be read. */
export function definitionDifferences(before: unknown, after: unknown): readonly string[] | undefined {
  const [was, is] = [parseJson(before), parseJson(after)];
  if (!isFields(was) || !isFields(is)) return undefined;
  const [statesWas, statesIs] = [statesOf(was), statesOf(is)];
  return [
    ...[...statesIs]
      .filter(([name]) => !statesWas.has(name))
      .map(([name, s]) => `added: ${name} (${kindOf(s)})`),
    ...[...statesWas]
      .filter(([name]) => !statesIs.has(name))
      .map(([name, s]) => `removed: ${name} (${kindOf(s)})`),
    ...[...statesIs].flatMap(([name, state]) => {
      const old = statesWas.get(name);
      if (old === undefined) return [];
      const fields = differingFields(old, state);
      return fields.length > 0 ? [`changed: ${name} (${fields.join(', ')})`] : [];
    }),
    ...differingFields(was, is, ['States']).map((field) => `changed: the machine's ${field}`),
  ];
}

const kindOf = (state: Fields): string => (typeof state['Type'] === 'string' ? state['Type'] : 'no type');

/** Every state by its name; those inside a Map or Parallel as `Outer / Inner`. */
function statesOf(machine: Fields, prefix = ''): ReadonlyMap<string, Fields> {
  const found = new Map<string, Fields>();
  const states = machine['States'];
  if (!isFields(states)) return found;
  for (const [name, state] of Object.entries(states)) {
    if (!isFields(state)) continue;
    const path = `${prefix}${name}`;
    found.set(path, state);
    const inner = [
      state['ItemProcessor'],
      state['Iterator'],
      ...(Array.isArray(state['Branches']) ? (state['Branches'] as unknown[]) : []),
    ];
    for (const machineInside of inner.filter(isFields))
      for (const [key, value] of statesOf(machineInside, `${path} / `)) found.set(key, value);
  }
  return found;
}

const nested = ['ItemProcessor', 'Iterator', 'Branches'];

const differingFields = (a: Fields, b: Fields, without: readonly string[] = nested): readonly string[] =>
  [...new Set([...Object.keys(a), ...Object.keys(b)])]
    .filter((field) => !without.includes(field) && !same(a[field] ?? null, b[field] ?? null))
    .sort();

/** What Step Functions accepts though it does not do what it seems to. */
export function definitionPitfalls(definition: unknown): readonly string[] {
  const machine = parseJson(definition);
  if (!isFields(machine)) return [];
  const states = [...statesOf(machine)];
  return [
    ...(machine['TimeoutSeconds'] === undefined
      ? []
      : [
          'TimeoutSeconds of the whole machine skips every Catch: nobody is notified and the lock stays; give each task its own',
        ]),
    ...(machine['QueryLanguage'] === 'JSONata' ||
    states.some(([, s]) => s['QueryLanguage'] === 'JSONata' || s['Assign'] !== undefined)
      ? ['JSONata and Assign are ignored by the machine that runs it locally: write JSONPath']
      : []),
    ...states.flatMap(([name, state]) => {
      const resource = typeof state['Resource'] === 'string' ? state['Resource'] : '';
      return [
        ...(/sagemaker:startPipelineExecution\.sync/i.test(resource)
          ? [`${name}: StartPipelineExecution has no .sync; poll for its status`]
          : []),
        ...(resource.endsWith('.waitForTaskToken') &&
        state['TimeoutSeconds'] === undefined &&
        state['TimeoutSecondsPath'] === undefined
          ? [`${name}: waits for a token without TimeoutSeconds, up to a year`]
          : []),
        ...(state['Type'] === 'Task' && state['ResultPath'] === '$'
          ? [`${name}: ResultPath "$" puts the result in place of the execution's input`]
          : []),
      ];
    }),
  ];
}
