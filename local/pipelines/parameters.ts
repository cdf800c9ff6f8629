import type { Problem } from '../../domain/validation/parse.ts';
import { InvalidInputError } from '../../domain/validation/parse.ts';
import type { LoadedParameter } from '../../pipelines/sagemaker/validate/load.ts';

type Value = string | number | boolean;

/**
 * The parameters of a run: what was given as text, else the default.
 * @throws InvalidInputError for unknown ones, missing ones, and values of another type or outside of the choice.
 */
export function runParameters(
  declared: readonly LoadedParameter[],
  given: Readonly<Record<string, string>>,
): Readonly<Record<string, Value>> {
  const problems: Problem[] = [];
  const names = declared.map(({ Name }) => Name);
  for (const name of Object.keys(given))
    if (!names.includes(name))
      problems.push({
        field: name,
        got: 'an unknown parameter',
        expected: `one of ${names.join(', ') || '(none)'}`,
      });
  const values = declared.flatMap((parameter): [string, Value][] => {
    const { Name: name, Type: type, DefaultValue: otherwise, EnumValues: choices } = parameter;
    const text = given[name];
    const value = text === undefined ? otherwise : valueOf(type, text);
    if (value === undefined) {
      const got = text === undefined ? 'nothing, and it has no default' : JSON.stringify(text);
      problems.push({ field: name, got, expected: `a value of type ${type}` });
      return [];
    }
    if (choices && !choices.some((choice) => choice === value))
      problems.push({ field: name, got: JSON.stringify(value), expected: `one of ${choices.join(', ')}` });
    return [[name, value]];
  });
  if (problems.length > 0) throw new InvalidInputError('parameters of the pipeline', problems);
  return Object.fromEntries(values);
}

function valueOf(type: LoadedParameter['Type'], text: string): Value | undefined {
  if (type === 'String') return text;
  if (type === 'Boolean') return { true: true, false: false }[text.toLowerCase()];
  const number = text.trim() === '' ? Number.NaN : Number(text);
  return Number.isFinite(number) && (type === 'Float' || Number.isInteger(number)) ? number : undefined;
}
