import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { environments } from './environments/index.ts';
import { Names } from './names.ts';

const dev = environments[0]!;
const names = new Names(dev);
const long = 'a-use-case-name-as-long-as-a-use-case-can-be-it';

describe('Names', () => {
  test('are readable where they fit', () => {
    expect(names.function('predict', 'breast-cancer')).toBe('modelkeep-dev-predict-breast-cancer');
    expect(names.bucket('raw')).toBe('modelkeep-dev-raw-111122223333');
    expect(names.functionArn('start-retraining')).toBe(
      'arn:aws:lambda:eu-central-1:111122223333:function:modelkeep-dev-start-retraining',
    );
  });

  test('stay within the limits of AWS for the longest prefix, environment and use case', () => {
    const longest = new Names({ ...dev, namePrefix: 'twelve-chars', name: 'productive' });
    expect(longest.function('predict', long).length).toBeLessThanOrEqual(64);
    expect(longest.schedule('quality', long).length).toBeLessThanOrEqual(59);
    expect(longest.bucket('processed').length).toBeLessThanOrEqual(63);
    expect(longest.function('evaluate-model-quality')).toBe('twelve-chars-productive-evaluate-model-quality');
  });

  test('two use cases never share one', () => {
    const useCase = fc.stringMatching(/^[a-z][a-z0-9-]{30,46}$/);
    fc.assert(
      fc.property(useCase, useCase, (one, other) => {
        fc.pre(one !== other);
        expect(names.function('predict', one)).not.toBe(names.function('predict', other));
        expect(names.schedule('drift', one)).not.toBe(names.schedule('drift', other));
      }),
    );
  });
});
