import { createHash } from 'node:crypto';
import type { LabelledTable } from '../dataset/labelled.ts';
import { stratifiedSplit, type Split } from '../dataset/split.ts';

/**
 * The rows that no version learns from. A row is held out when the hash of its own values, or of its patient where groups are
 * known, falls below the fraction, so
 * that it stays held out however the table grows: champion and challenger can then be judged on rows that neither has
 * seen. By chance the fraction is met only about; where a class would lack on one side, a stratified split takes over.
 * @param lines one text for each row that identifies its values (the snapshot's lines).
 */
export function stableHoldout(
  data: LabelledTable,
  lines: readonly string[],
  options: { readonly testFraction: number; readonly seed: number },
): Split {
  const train: number[] = [];
  const test: number[] = [];
  const keys = data.groups ?? lines;
  keys.forEach((key, row) => {
    (hashShare(`${options.seed}:${key}`) < options.testFraction ? test : train).push(row);
  });
  const complete = [train, test].every((side) =>
    [0, 1].every((label) => side.filter((row) => data.labels[row] === label).length >= 5),
  );
  return complete ? { train, test } : stratifiedSplit(data.labels, { ...options, groups: data.groups });
}

/** The leading 32 bits of SHA-256 as a number from 0 to 1. */
const hashShare = (text: string): number =>
  createHash('sha256').update(text).digest().readUInt32BE(0) / 2 ** 32;
