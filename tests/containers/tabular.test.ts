import { test } from '@jest/globals';
import { describePytest, expectPlainImage } from './pytest.ts';

describePytest('tabular', ['test_learning', 'test_programs', 'test_scorer', 'test_tracking'], 180);

test('the image runs as nobody special, from hashed packages', () => {
  expectPlainImage('tabular');
});
