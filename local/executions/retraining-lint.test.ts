import { expect, test } from '@jest/globals';
import validate from 'asl-validator';
import { retrainingDefinition } from '../../pipelines/retraining/definition.ts';
import { lintDefinition } from './lint.ts';

const definition = retrainingDefinition({
  functionArn: (name) => `arn:aws:lambda:eu-west-1:123456789012:function:modelkeep-dev-${name}`,
});

test('the retraining machine runs here as on AWS', () => {
  expect(lintDefinition(definition)).toEqual([]);
});

test('the retraining machine is valid Amazon States Language', () => {
  const result = validate(definition, { checkArn: true });
  expect(result.isValid ? '' : result.errorsText('\n')).toBe('');
});
