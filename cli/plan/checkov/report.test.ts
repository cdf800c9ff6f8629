import { describe, expect, test } from '@jest/globals';
import { readCheckovReport } from './report.ts';

const plans = [
  { path: '/p/dev-foundation/plan.json', place: { environment: 'dev', stack: 'foundation' }, resources: 3 },
  { path: '/p/dev-serving/plan.json', place: { environment: 'dev', stack: 'serving' }, resources: 2 },
];
const failed = {
  check_id: 'CKV_AWS_18',
  check_name: 'Access logging',
  resource: 'aws_s3_bucket.b',
  file_path: '/dev-serving/plan.json',
  guideline: null,
};
const report = (more: object = {}, summary: object = {}) => ({
  check_type: 'terraform_plan',
  results: { failed_checks: [failed], parsing_errors: [] },
  summary: {
    passed: 7,
    failed: 1,
    parsing_errors: 0,
    resource_count: 5,
    checkov_version: '3.3.30',
    ...summary,
  },
  ...more,
});
const read = (value: unknown) => readCheckovReport(JSON.stringify(value), 'report.json', plans);

describe('a report of Checkov', () => {
  test('its failures with its ids, each in its stack', () => {
    expect(read(report())).toMatchObject({
      version: '3.3.30',
      passed: 7,
      resources: 5,
      failed: [
        { id: 'CKV_AWS_18', severity: 'danger', address: 'aws_s3_bucket.b', place: { stack: 'serving' } },
      ],
    });
    expect(read([{ check_type: 'secrets' }, report()]).failed).toHaveLength(1);
  });

  test('fewer resources than the plans have is no pass; nor are parsing errors, nor nothing', () => {
    expect(() => read(report({}, { resource_count: 4 }))).toThrow(
      /got 4 resources looked at, expected the 5/,
    );
    expect(() => read(report({}, { parsing_errors: 1 }))).toThrow(/1 parsing errors/);
    expect(() => read({ passed: 0, failed: 0, resource_count: 0, checkov_version: '3.3.30' })).toThrow(
      /got 0 resources/,
    );
    expect(() => read(report({ check_type: 'terraform' }))).toThrow(/expected terraform_plan/);
    expect(() => read({})).toThrow(/check_type/);
    expect(() => readCheckovReport('no json', 'r', plans)).toThrow(/Checkov report r/);
  });
});
