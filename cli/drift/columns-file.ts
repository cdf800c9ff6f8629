import { readFile } from 'node:fs/promises';
import * as z from 'zod/mini';
import type { DriftColumnSpec } from '../../domain/drift/columns.ts';
import { parseWith } from '../../domain/validation/parse.ts';
import { UsageError } from '../errors.ts';

const column = z.object({
  name: z.string().check(z.minLength(1)),
  kind: z.enum(['numeric', 'categorical']),
  unit: z.optional(z.string()),
});
const list = z.array(column).check(z.minLength(1));
const withColumns = z.object({ columns: list });
const withFeatures = z.object({ features: list });

/** A JSON file that lists the columns to watch: an array, or an object with `columns` or `features`. */
export async function readColumnsFile(path: string): Promise<DriftColumnSpec[]> {
  const value = parseJson(await readFile(path, 'utf8'), path);
  if (Array.isArray(value)) return parseWith(list, value, path, { quoteValues: true });
  return typeof value === 'object' && value !== null && 'features' in value
    ? parseWith(withFeatures, value, path, { quoteValues: true }).features
    : parseWith(withColumns, value, path, { quoteValues: true }).columns;
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`file ${path}: got no JSON, expected a list of columns`, { cause: error });
  }
}
