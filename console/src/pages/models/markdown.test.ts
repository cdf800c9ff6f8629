import { expect, test } from '@jest/globals';
import { blocksOf } from './markdown.ts';

test('headings, paragraphs, lists and tables', () => {
  expect(
    blocksOf(
      '# A: b\n\nPredicts `x`: y\nif z.\n\n## Made from\n\n- one\n- two\n\n| m | v |\n|---|---|\n| a | |\n',
    ),
  ).toEqual([
    { kind: 'heading', level: 1, text: 'A: b' },
    { kind: 'paragraph', text: 'Predicts x: y if z.' },
    { kind: 'heading', level: 2, text: 'Made from' },
    { kind: 'list', items: ['one', 'two'] },
    {
      kind: 'table',
      rows: [
        ['m', 'v'],
        ['a', ''],
      ],
    },
  ]);
});
