import { test } from '@jest/globals';
import { describePytest, expectPlainImage } from './pytest.ts';

const modules = [
  'test_images',
  'test_layout',
  'test_learning',
  'test_programs',
  'test_resume',
  'test_server',
  'test_splits',
];

// A minute by itself; processes that wait for each other take several times that on a busy machine.
describePytest('vision', modules, 420);

test('the images run as nobody special, from hashed packages', () => {
  expectPlainImage('vision');
});
