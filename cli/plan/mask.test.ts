import { describe, expect, test } from '@jest/globals';
import { masked, maskedChanged, maskPair } from './mask.ts';

describe('secrets are taken out', () => {
  test('marked on either side, whole or deep inside', () => {
    expect(maskPair('a', 'b', true, false)).toEqual({ before: masked, after: maskedChanged });
    expect(maskPair('a', 'b', false, true)).toEqual({ before: masked, after: maskedChanged });
    expect(maskPair('a', 'a', true, true)).toEqual({ before: masked, after: masked });
    expect(maskPair(null, 'b', false, true)).toEqual({ before: null, after: masked });
    expect(
      maskPair(
        { list: [{ key: 'a', open: 1 }], plain: 'x' },
        { list: [{ key: 'b', open: 2 }], plain: 'y' },
        {},
        { list: [{ key: true }] },
      ),
    ).toEqual({
      before: { list: [{ key: masked, open: 1 }], plain: 'x' },
      after: { list: [{ key: maskedChanged, open: 2 }], plain: 'y' },
    });
  });

  test('what is not marked stays', () => {
    const value = { a: [1, { b: null }] };
    expect(maskPair(value, value, {}, { a: [false, {}] })).toEqual({ before: value, after: value });
  });

  test('a map or block that only one side has', () => {
    expect(maskPair(null, { k: 's' }, false, { k: true })).toEqual({ before: null, after: { k: masked } });
    expect(maskPair({ k: 's' }, null, { k: true }, false)).toEqual({ before: { k: masked }, after: null });
  });
});
