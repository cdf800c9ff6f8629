import { StepFailedError } from '../errors.ts';
import { listAt, textAt, valueAt } from '../property.ts';

export interface Decision {
  readonly holds: boolean;
  /** `0.97 >= 0.85`. */
  readonly words: string;
}

const signs: Readonly<Record<string, string>> = {
  Equals: '=',
  GreaterThan: '>',
  GreaterThanOrEqualTo: '>=',
  LessThan: '<',
  LessThanOrEqualTo: '<=',
};

/**
 * Whether a condition holds, its values filled in.
 * @throws StepFailedError for values that cannot be compared: a file lacks the metric, or has a text where a number belongs.
 */
export function decide(condition: unknown): Decision {
  const type = textAt(condition, 'Type') ?? '';
  switch (type) {
    case 'Not': {
      const inner = decide(valueAt(condition, ['Condition']) ?? valueAt(condition, ['Expression']));
      return { holds: !inner.holds, words: `not (${inner.words})` };
    }
    case 'Or': {
      const inner = listAt(condition, 'Conditions').map(decide);
      return { holds: inner.some(({ holds }) => holds), words: inner.map(({ words }) => words).join(' or ') };
    }
    case 'In': {
      const value = valueAt(condition, ['QueryValue']);
      const values = listAt(condition, 'Values');
      return { holds: values.includes(value), words: `${said(value)} in ${values.map(said).join(', ')}` };
    }
    default:
      return compare(type, valueAt(condition, ['LeftValue']), valueAt(condition, ['RightValue']));
  }
}

function compare(type: string, left: unknown, right: unknown): Decision {
  const words = `${said(left)} ${signs[type] ?? type} ${said(right)}`;
  if (left === undefined || right === undefined || left === null || right === null)
    throw new StepFailedError(`${words}: there is nothing to compare; the file or property lacks this value`);
  if (type === 'Equals') return { holds: left === right, words };
  if (
    !(typeof left === 'number' && typeof right === 'number') &&
    !(typeof left === 'string' && typeof right === 'string')
  )
    throw new StepFailedError(`${words}: got ${typeof left} and ${typeof right}, expected two numbers`);
  const holds = {
    GreaterThan: left > right,
    GreaterThanOrEqualTo: left >= right,
    LessThan: left < right,
    LessThanOrEqualTo: left <= right,
  }[type];
  return { holds: holds ?? false, words };
}

const said = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value));
