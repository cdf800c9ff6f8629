import type { Check, Status } from './check.ts';

export interface DoctorReport {
  readonly environment: string;
  readonly accountId: string;
  readonly region: string;
  readonly healthy: boolean;
  readonly counts: Readonly<Record<Status, number>>;
  /** What failed first, then warnings. */
  readonly checks: readonly Check[];
}

const order: readonly Status[] = ['failed', 'warning', 'ok'];

export function doctorReport(
  { environment, accountId, region }: Pick<DoctorReport, 'environment' | 'accountId' | 'region'>,
  checks: readonly Check[],
): DoctorReport {
  const of = (status: Status): readonly Check[] => checks.filter((check) => check.status === status);
  return {
    environment,
    accountId,
    region,
    healthy: of('failed').length === 0,
    counts: { ok: of('ok').length, warning: of('warning').length, failed: of('failed').length },
    checks: order.flatMap(of),
  };
}

/** What is wrong, check by check; what is well, counted by area. */
export function renderDoctor({ environment, accountId, region, counts, checks }: DoctorReport): string {
  const wrong = checks.filter(({ status }) => status !== 'ok');
  const well = checks.filter(({ status }) => status === 'ok');
  const areas = [...new Set(well.map(({ area }) => area))];
  return [
    `${environment} (account ${accountId}, ${region}): ${counts.failed} failed, ${counts.warning} ${counts.warning === 1 ? 'warning' : 'warnings'}, ${counts.ok} ok`,
    ...wrong.flatMap((check) => [
      '',
      `${check.status === 'failed' ? 'FAILED ' : 'warning'}  ${check.area}: ${check.name}`,
      `         expected ${check.expected}`,
      `         got      ${check.got}`,
      `         do       ${check.todo ?? '–'}`,
    ]),
    '',
    ...areas.map((area) => {
      const own = well.filter((check) => check.area === area);
      // Few enough to read: what they are is worth a line.
      return own.length <= 4
        ? own.map(({ name, got }) => `ok       ${area}: ${name}: ${got}`).join('\n')
        : `ok       ${area}: ${own.length}`;
    }),
    '',
  ].join('\n');
}
