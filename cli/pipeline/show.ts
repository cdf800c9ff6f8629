import { graphOf, type GraphStep, type PipelineGraph } from '../../local/pipelines/graph.ts';
import { readDefinition, type DefinitionOptions } from './input.ts';

/** `modelkeep pipeline show`: the graph for people or as JSON, or the definition itself. */
export async function runPipelineShow(
  options: DefinitionOptions & { readonly json: boolean; readonly raw: boolean },
): Promise<number> {
  const { json, name } = await readDefinition(options);
  const graph = graphOf(json, `pipeline ${name}`);
  if (options.raw) process.stdout.write(`${JSON.stringify(json, null, 2)}\n`);
  else
    process.stdout.write(options.json ? `${JSON.stringify({ name, ...graph })}\n` : graphText(name, graph));
  return 0;
}

/** `modelkeep pipeline validate`: nothing to say is good; else every problem, and exit code 2. */
export async function runPipelineValidate(
  options: DefinitionOptions & { readonly json: boolean },
): Promise<number> {
  const { json, name } = await readDefinition(options);
  const { steps, parameters } = graphOf(json, `pipeline ${name}`);
  process.stdout.write(
    options.json
      ? `${JSON.stringify({ name, valid: true, steps: steps.length, parameters: parameters.length })}\n`
      : `${name}: valid, ${steps.length} steps, ${parameters.length} parameters\n`,
  );
  return 0;
}

function graphText(name: string, { parameters, steps }: PipelineGraph): string {
  const width = Math.max(...steps.map((step) => indentOf(step) + step.name.length)) + 2;
  const lines = steps.map((step) => {
    const mark = step.branch === undefined ? '' : `${step.branch.side.padEnd(4)} `;
    const title = `${' '.repeat(indentOf(step) - mark.length)}${mark}${step.name}`.padEnd(width);
    const notes = [
      step.after.length === 0 ? '' : `after ${step.after.join(', ')}`,
      step.cached ? 'cached' : '',
      step.what,
    ].filter((note) => note !== '');
    return `${title}${step.type.padEnd(15)}${notes.join(' · ')}`;
  });
  const asked = parameters.map((one) => ({
    ...one,
    default: one.default === undefined ? '(asked for)' : JSON.stringify(one.default),
  }));
  const widest = Math.max(0, ...asked.map((one) => one.name.length)) + 2;
  return [
    `pipeline ${name}`,
    ...lines,
    'parameters',
    ...asked.map((one) => `  ${one.name.padEnd(widest)}${one.type.padEnd(9)}${one.default}`),
    '',
  ].join('\n');
}

const indentOf = (step: GraphStep): number => (step.branch === undefined ? 2 : 9);
