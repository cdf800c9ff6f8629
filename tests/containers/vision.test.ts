import { expect, test } from '@jest/globals';
import { parseModel } from '../../domain/model/portable-model.ts';
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
describePytest('vision', modules, 420, (read) => {
  test('the platform reads the model file that training leaves', () => {
    const model = parseModel(read());
    expect(model).toMatchObject({
      kind: 'image-network',
      positives: 3,
      keptColumns: ['image_id', 'diagnosis'],
    });
  });
});

test('the images run as nobody special, from hashed packages', () => {
  expectPlainImage('vision');
});
