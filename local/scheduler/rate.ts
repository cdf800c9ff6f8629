import { InvalidInputError } from '../../domain/validation/parse.ts';

const unitMs: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/**
 * Period of a schedule in milliseconds, from EventBridge's `rate(12 hours)`. Cron expressions are not run on one machine.
 * @throws InvalidInputError
 */
export function periodOf(expression: string): number {
  const [, count = '', unit = '', plural] =
    /^rate\((\d{1,6}) (minute|hour|day)(s?)\)$/.exec(expression) ?? [];
  const period = Number(count) * (unitMs[unit] ?? 0);
  if (period > 0 && (Number(count) === 1) === (plural === '')) return period;
  throw new InvalidInputError('schedule', [
    {
      field: 'expression',
      got: JSON.stringify(expression.slice(0, 40)),
      expected: 'for example rate(1 hour) or rate(7 days)',
    },
  ]);
}
