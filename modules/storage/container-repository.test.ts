import { expect, test } from '@jest/globals';
import { problemsOf, synth, testKeyArn } from '../testing/synth.ts';
import { ContainerRepository } from './container-repository.ts';

const props = { name: 'dev/tabular', keyArn: testKeyArn };

test('tags never move, images are scanned as they come, the newest 20 stay', () => {
  const made = synth((scope) => new ContainerRepository(scope, 'r', props));
  expect(made.only('aws_ecr_repository')).toMatchObject({
    image_tag_mutability: 'IMMUTABLE',
    image_scanning_configuration: { scan_on_push: true },
    encryption_configuration: [{ encryption_type: 'KMS', kms_key: testKeyArn }],
    force_delete: false,
    lifecycle: { prevent_destroy: true },
  });
  const policy = String(made.only('aws_ecr_lifecycle_policy')['policy']);
  expect(policy).toContain('"countType":"imageCountMoreThan","countNumber":20');
  expect(policy).toContain('"tagStatus":"untagged","countType":"sinceImagePushed"');
});

test('a name with capitals fails the synth', () => {
  expect(problemsOf((scope) => new ContainerRepository(scope, 'r', { ...props, name: 'Dev' }))).toContain(
    '[test/r] name: got "Dev"',
  );
});
