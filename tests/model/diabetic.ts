import { existsSync } from 'node:fs';
import path from 'node:path';

/**
 * The sample of the diabetic table, which is not part of the project: MODELKEEP_TEST_DATA names the folder that it lies in.
 * Undefined where it is absent: the test then says so and skips. With REQUIRE_ALL=1 and the folder named, its absence is a failure.
 */
export function diabeticCsvOrSkip(): string | undefined {
  const folder = process.env['MODELKEEP_TEST_DATA'];
  const file = folder === undefined ? undefined : path.join(folder, 'diabetic_data_sample.csv');
  if (file !== undefined && existsSync(file)) return file;
  const missing = 'diabetic_data_sample.csv is absent; name its folder by MODELKEEP_TEST_DATA';
  if (file !== undefined && process.env['REQUIRE_ALL'] === '1') throw new Error(missing);
  process.stderr.write(`skipped: ${missing}\n`);
  return undefined;
}
