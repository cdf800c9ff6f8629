import { statSync } from 'node:fs';
import { basename } from 'node:path';
import process from 'node:process';
import { assessDrift } from '../../domain/drift/assess.ts';
import { baselineFromProfiles } from '../../domain/drift/baseline.ts';
import type { DriftColumnSpec } from '../../domain/drift/columns.ts';
import { DriftInputError } from '../../domain/drift/errors.ts';
import type { ReducedTable } from '../../domain/drift/reducer.ts';
import type { DriftReport } from '../../domain/drift/report-schema.ts';
import type { DriftRule } from '../../domain/drift/rule.ts';
import { windowFromProfiles } from '../../domain/drift/window.ts';
import { readColumnsFile } from '../drift/columns-file.ts';
import { inferColumns, type InferredColumns } from '../drift/infer-columns.ts';
import { openTable, type OpenTable } from '../drift/open-table.ts';
import { reduceTable } from '../drift/reduce-table.ts';
import { startSecondThread, type SecondThread } from '../drift/second-thread.ts';
import { UsageError } from '../errors.ts';
import { nameOf, writeText } from '../io/files.ts';

export interface DriftOptions {
  /** CSV files; one of the two may be `-`, standard input. */
  readonly reference: string;
  readonly current: string;
  /**
   * The columns to watch, of a use case. Without them and `columnsFrom` they are told from the reference's first
   * rows.
   */
  readonly features?: readonly DriftColumnSpec[] | undefined;
  readonly useCase?: string | undefined;
  /** A JSON file that lists the columns. */
  readonly columnsFrom?: string | undefined;
  /** Where the HTML report goes. */
  readonly report?: string | undefined;
  /** Where the JSON report goes. */
  readonly out?: string | undefined;
  /** The JSON report on standard output, instead of the one for people. */
  readonly json?: boolean | undefined;
  /** Default: whether standard output is a terminal that wants colour. */
  readonly color?: boolean | undefined;
  readonly rule?: DriftRule | undefined;
}

/** A smaller file is read before a second thread would have started. */
const secondThreadFromBytes = 4 * 2 ** 20;

/**
 * `modelkeep drift`: compares two tables and says which columns moved.
 * @returns 0, whether something moved or not.
 * @throws CsvError, InvalidInputError, UsageError or Node's file errors for wrong input; nothing is written then.
 */
export async function runDrift(options: DriftOptions): Promise<number> {
  const report = await compare(options);
  if (options.report !== undefined) {
    const { driftReportHtml } = await import('../../domain/drift/report/html.ts');
    await writeText(options.report, driftReportHtml(report));
  }
  if (options.out !== undefined) await writeText(options.out, `${JSON.stringify(report)}\n`);
  if (options.json) {
    await writeText('-', `${JSON.stringify(report)}\n`);
  } else if (options.out !== '-' && options.report !== '-') {
    const { driftReportText } = await import('../../domain/drift/report/terminal.ts');
    await writeText('-', driftReportText(report, { color: options.color ?? wantsColor() }));
  }
  return 0;
}

/** NO_COLOR: no-color.org. */
const wantsColor = (): boolean =>
  process.stdout.isTTY && (process.env['NO_COLOR'] ?? '') === '' && process.env['TERM'] !== 'dumb';

async function compare(options: DriftOptions): Promise<DriftReport> {
  if (options.reference === '-' && options.current === '-') {
    throw new UsageError(
      '--reference and --current: got standard input for both, expected it for one at most',
    );
  }
  const given =
    options.features ??
    (options.columnsFrom === undefined ? undefined : await readColumnsFile(options.columnsFrom));
  const second = isLarge(options.current) ? startSecondThread(options.current) : undefined;
  try {
    const reference = await openTable(options.reference);
    const inferred = given ? { columns: given, leftOut: [] } : inferColumns(reference);
    if (inferred.columns.length === 0) {
      throw new UsageError(
        `${reference.what}: got no column that can be watched (${inferred.leftOut.map(({ name, because }) => `${name}: ${because}`).join('; ')}), expected at least one`,
      );
    }
    return await assess(options, reference, inferred, second);
  } catch (error) {
    if (error instanceof DriftInputError) throw new UsageError(error.message, { cause: error });
    throw error;
  } finally {
    await second?.stop();
  }
}

async function assess(
  options: DriftOptions,
  reference: OpenTable,
  inferred: InferredColumns,
  second: SecondThread | undefined,
): Promise<DriftReport> {
  const later = second?.reduce(inferred.columns);
  // Awaited below; the reference may fail first.
  later?.catch(() => undefined);
  const before = await reduceTable(reference, inferred.columns);
  const { reduced: now, modifiedAt } = await (later ?? readHere(options.current, inferred.columns));

  const tooMany = new Set([...before.tooMany, ...now.tooMany]);
  const kept = <T extends { readonly name: string }>(items: readonly T[]): T[] =>
    items.filter(({ name }) => !tooMany.has(name));
  for (const { name, because } of [
    ...inferred.leftOut,
    ...[...tooMany].map((name) => ({ name, because: 'it has too many different values' })),
  ]) {
    process.stderr.write(`left out: ${name} (${because})\n`);
  }
  const baseline = baselineFromProfiles({
    createdAt: reference.modifiedAt,
    source: nameForPeople(options.reference),
    rows: before.rows,
    profiles: kept(before.profiles),
    sample: before.sample,
  });
  const window = windowFromProfiles(baseline, {
    id: nameForPeople(options.current),
    from: modifiedAt,
    to: modifiedAt,
    rows: now.rows,
    profiles: kept(now.profiles),
    sample: now.sample,
  });
  return assessDrift({ baseline, window, rule: options.rule, useCase: options.useCase });
}

async function readHere(
  path: string,
  columns: readonly DriftColumnSpec[],
): Promise<{ modifiedAt: string; reduced: ReducedTable }> {
  const table = await openTable(path);
  return { modifiedAt: table.modifiedAt, reduced: await reduceTable(table, columns) };
}

const nameForPeople = (path: string): string => (path === '-' ? nameOf(path) : basename(path));

function isLarge(path: string): boolean {
  if (path === '-') return false;
  const stats = statSync(path);
  return stats.isFile() && stats.size >= secondThreadFromBytes;
}
