import { describe, expect, test } from '@jest/globals';
import * as z from 'zod/mini';
import { InvalidInputError, parseWith } from './parse.ts';

const problemsOf = (schema: z.ZodMiniType, value: unknown, quoteValues = false) => {
  try {
    parseWith(schema, value, 'thing', { quoteValues });
  } catch (error) {
    if (error instanceof InvalidInputError) return error.problems;
    throw error;
  }
  return [];
};

describe('parseWith', () => {
  test('gives the typed value back', () => {
    expect(parseWith(z.object({ a: z.number() }), { a: 1, b: 2 }, 'thing')).toEqual({ a: 1 });
  });

  test('names the field by its path, what was got and what is expected', () => {
    const schema = z.strictObject({
      rows: z.array(z.object({ n: z.number().check(z.minimum(1)), unit: z.enum(['mm', 'cm']) })),
    });
    expect(
      problemsOf(
        schema,
        {
          rows: [
            { n: 0, unit: 'mm' },
            { n: 'x', unit: 'in' },
          ],
          extra: 1,
        },
        true,
      ),
    ).toEqual([
      { field: 'rows[0].n', got: '0', expected: 'at least 1' },
      { field: 'rows[1].n', got: '"x"', expected: 'a value of type number' },
      { field: 'rows[1].unit', got: '"in"', expected: 'one of "mm", "cm"' },
      { field: 'extra', got: 'an unknown field', expected: 'no field of this name (check its spelling)' },
    ]);
  });

  test('never repeats a value unless told that it is configuration', () => {
    const text = JSON.stringify(
      problemsOf(z.object({ age: z.string(), name: z.number() }), { age: 87.5, name: 'Ada' }),
    );
    expect(text).not.toMatch(/87|Ada/);
  });

  test('opens a union: the tags of a discriminated one, all the branches of a flat one, the nearest of a deep one', () => {
    const tagged = z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('a') }),
      z.object({ kind: z.literal('b') }),
    ]);
    expect(problemsOf(tagged, { kind: 'c' }, true)).toEqual([
      { field: 'kind', got: '"c"', expected: 'one of "a", "b"' },
    ]);
    expect(problemsOf(z.union([z.number(), z.string()]), true)).toEqual([
      { field: '(root)', got: 'a boolean', expected: 'a value of type number or a value of type string' },
    ]);
    const deep = z.union([z.object({ x: z.number(), y: z.number() }), z.object({ x: z.string() })]);
    expect(problemsOf(deep, { x: 1 })).toEqual([
      { field: 'y', got: 'nothing', expected: 'a value of type number' },
    ]);
  });
});
