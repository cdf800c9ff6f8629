import { describe, expect, test } from '@jest/globals';
import { correlationChange } from '../../domain/drift/correlation.ts';
import { createBaseline, decide, summarizeWindow, type PreviousWindow } from '../../domain/drift/index.ts';
import { seededRandom, type Random } from '../../domain/numeric/random.ts';
import { FastWindows } from './fast-windows.ts';
import {
  chooseRows,
  momentsOf,
  resample,
  rowsOf,
  specsOfTable,
  wisconsinFeatures,
  type NumericTable,
} from './wisconsin.ts';

/** The rule's figures on the Wisconsin table, which its documentation promises. Seeds are fixed. */
const table = wisconsinFeatures();
const columns = specsOfTable(table);
const moments = table.columns.map(({ values }) => momentsOf(values));
const span = { id: 'w', from: '', to: '' };
const say = (text: string): boolean => process.stdout.write(`${text}\n`);

const freshBaseline = (random: Random): ReturnType<typeof createBaseline> =>
  createBaseline(resample(table, 569, random), { columns, createdAt: '', source: 'test' });

describe('windows without a shift', () => {
  test('the short cut of this test gives what summarizeWindow gives', () => {
    const random = seededRandom(5);
    const baseline = freshBaseline(random);
    const chosen = chooseRows(table, 200, random);
    const short = new FastWindows(baseline, table).summarize(chosen);
    const long = summarizeWindow(baseline, rowsOf(table, chosen), span);
    const bins = (summary: typeof long): unknown =>
      [...summary.columns.map(({ values }) => values), summary.joint?.distances].map((values) =>
        values?.kind === 'numeric' ? [values.n, values.keys, values.counts] : undefined,
      );
    expect(bins(short)).toEqual(bins(long));
  });

  test('20 references x 500 windows of 200 rows: at most 5 flagged, at most 1 event', () => {
    const random = seededRandom(20261124);
    let flagged = 0;
    let events = 0;
    for (let reference = 0; reference < 20; reference += 1) {
      const baseline = freshBaseline(random);
      const windows = new FastWindows(baseline, table);
      let previous: PreviousWindow | undefined;
      for (let w = 0; w < 500; w += 1) {
        const summary = windows.summarize(chooseRows(table, 200, random));
        const { drifted, event, flags } = decide({ baseline, window: summary, previous });
        flagged += Number(drifted);
        events += Number(event);
        previous = { summary, flags };
      }
    }
    say(`no shift: ${flagged} of 10,000 windows flagged, ${events} events`);
    expect(flagged).toBeLessThanOrEqual(5);
    expect(events).toBeLessThanOrEqual(1);
  }, 120_000);
});

interface Power {
  flaggedAtOnce: number;
  flagged: number;
  events: number;
  named: number;
}

/** 100 runs of two windows of 500 rows, one column changed by `change`. */
function power(
  seed: number,
  change: (values: Float64Array, column: number, random: Random) => void,
  joint: boolean,
): Power {
  const random = seededRandom(seed);
  const result: Power = { flaggedAtOnce: 0, flagged: 0, events: 0, named: 0 };
  for (let run = 0; run < 100; run += 1) {
    const baseline = freshBaseline(random);
    const column = random.below(columns.length);
    const windowOf = (): NumericTable => {
      const window = resample(table, 500, random);
      change(window.columns[column]!.values, column, random);
      return window;
    };
    const first = summarizeWindow(baseline, windowOf(), span);
    const before = decide({ baseline, window: first });
    const second = summarizeWindow(baseline, windowOf(), span);
    const after = decide({ baseline, window: second, previous: { summary: first, flags: before.flags } });
    const isFlagged = (decision: typeof before): boolean =>
      (joint ? decision.joint : decision.columns[column])?.flagged ?? false;
    result.flaggedAtOnce += Number(isFlagged(before));
    result.flagged += Number(isFlagged(before) || isFlagged(after));
    result.events += Number(after.event);
    const moved = correlationChange(baseline.joint!, second.joint!);
    result.named += Number(moved?.column === columns[column]!.name);
  }
  return result;
}

describe('power, windows of 500 rows, 100 runs', () => {
  test('0.5 sd in one feature: an event by the second window in at least 98', () => {
    const figures = power(1, (values, j) => shift(values, 0.5 * moments[j]!.sd), false);
    say(`0.5 sd: flagged at once ${figures.flaggedAtOnce}, events by the second window ${figures.events}`);
    expect(figures.events).toBeGreaterThanOrEqual(98);
  }, 60_000);

  test('variance x 1.5 in one feature: flagged by the second window in at least 40', () => {
    const widen = (values: Float64Array, j: number): void => {
      const { mean } = moments[j]!;
      for (let i = 0; i < values.length; i += 1) values[i] = mean + Math.sqrt(1.5) * (values[i]! - mean);
    };
    const figures = power(2, widen, false);
    say(`variance x 1.5: flagged at once ${figures.flaggedAtOnce}, by the second window ${figures.flagged}`);
    expect(figures.flagged).toBeGreaterThanOrEqual(40);
  }, 60_000);

  test('one column permuted: flagged by the second window in at least 98, and named', () => {
    const permute = (values: Float64Array, _: number, random: Random): void => {
      values.set(random.shuffle([...values]));
    };
    const figures = power(3, permute, true);
    say(`one column permuted: flagged by the second window ${figures.flagged}, named ${figures.named}`);
    expect(figures.flagged).toBeGreaterThanOrEqual(98);
    expect(figures.named).toBeGreaterThanOrEqual(98);
  }, 60_000);
});

function shift(values: Float64Array, by: number): void {
  for (let i = 0; i < values.length; i += 1) values[i]! += by;
}
