import { describe, expect, test } from '@jest/globals';
import { placeName } from './change.ts';
import { readPlan } from './read-plan.ts';

const resource = (more: object, tags?: object) => ({
  address: 'aws_sns_topic.t',
  mode: 'managed',
  type: 'aws_sns_topic',
  name: 't',
  change: { actions: ['create'], before: null, after: tags ? { tags_all: tags } : {} },
  ...more,
});
const plan = (...resources: object[]) =>
  JSON.stringify({ format_version: '1.2', planned_values: {}, resource_changes: resources });

describe('what is no plan is called by its name', () => {
  test.each([
    ['', /an empty file.*terraform show -json/],
    ['PK\u0003\u0004', /Terraform's own format/],
    ['{"@level":"info"}\n{"@level":"info"}', /the log of/],
    ['{"resource_changes": [', /no JSON/],
    ['[]', /no object/],
    ['{"version":4,"serial":1,"lineage":"x"}', /a state file/],
    ['{"format_version":"1.0","values":{}}', /a state as JSON/],
    ['{"check_type":"terraform_plan","results":{}}', /report of another tool/],
    ['{"format_version":"1.2"}', /without planned values/],
    ['{"format_version":"2.0","planned_values":{}}', /format version "2.0", expected 1.x/],
    ['{"planned_values":{}}', /format version none/],
    ['{"format_version":"1.2","planned_values":{},"errored":true}', /stopped at an error/],
    ['{"format_version":"1.2","resource_changes":[{"address":1}]}', /resource_changes\[0\]\.address/],
  ])('%j', (text, message) => {
    expect(() => readPlan(text, 'plan.json')).toThrow(message);
  });
});

describe('where a resource belongs', () => {
  const placesOf = (text: string) => readPlan(text, 'x.json').changes.map(({ place }) => placeName(place));
  const tags = { environment: 'dev', stack: 'serving-a', 'use-case': 'a' };

  test('its tags; the plan of its stack; its module; the file', () => {
    expect(placesOf(plan(resource({}, tags), resource({})))).toEqual(['dev / serving-a', 'dev / serving-a']);
    expect(placesOf(plan(resource({}, { ...tags, stack: 'foundation', 'use-case': 'shared' })))).toEqual([
      'dev / foundation',
    ]);
    expect(placesOf(plan(resource({ module_address: 'module.net' }), resource({})))).toEqual([
      'module.net',
      'x',
    ]);
  });
});
