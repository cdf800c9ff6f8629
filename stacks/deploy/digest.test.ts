import { describe, expect, test } from '@jest/globals';
import { differenceOf, digestOf } from './digest.ts';

const change = (address: string, actions: readonly string[], after: unknown, before: unknown = null) => ({
  address,
  change: { actions, before, after, after_unknown: { arn: true } },
});
const planOf = (...resource_changes: unknown[]): unknown => ({ format_version: '1.2', resource_changes });
const reviewed = planOf(
  change('aws_sqs_queue.a', ['create'], { name: 'a', tags: { x: '1', y: '2' } }),
  change('aws_sqs_queue.b', ['update'], { name: 'b', delay: 5 }, { name: 'b', delay: 0 }),
);
const differs = (fresh: unknown): string | undefined => differenceOf(digestOf(reviewed), digestOf(fresh));

describe('whether a fresh plan is the reviewed one', () => {
  test('the order of keys and resources, and what does not change, are no difference', () => {
    const same = planOf(
      change('aws_sns_topic.c', ['no-op'], { name: 'c' }),
      change('data.aws_region.d', ['read'], { name: 'd' }),
      change('aws_sqs_queue.b', ['update'], { delay: 5, name: 'b' }, { delay: 0, name: 'b' }),
      change('aws_sqs_queue.a', ['create'], { tags: { y: '2', x: '1' }, name: 'a' }),
    );
    expect(differs(same)).toBeUndefined();
  });

  test.each([
    [
      planOf(change('aws_sqs_queue.a', ['create'], { name: 'a', tags: { x: '1', y: '2' } })),
      'aws_sqs_queue.b (update) is no longer to do',
    ],
    [
      planOf(
        change('aws_sqs_queue.a', ['create'], { name: 'a', tags: { x: '1', y: '3' } }),
        change('aws_sqs_queue.b', ['delete', 'create'], { name: 'b', delay: 5 }, { name: 'b', delay: 0 }),
        change('aws_iam_role.e', ['create'], {}),
      ),
      'aws_iam_role.e (create) was not in the review; aws_sqs_queue.a (create) with other values; aws_sqs_queue.b: update then, delete+create now',
    ],
  ])('says what is otherwise', (fresh, words) => {
    expect(differs(fresh)).toBe(words);
  });

  test('the same change from another starting point is another change', () => {
    const fresh = planOf(
      change('aws_sqs_queue.a', ['create'], { name: 'a', tags: { x: '1', y: '2' } }),
      change('aws_sqs_queue.b', ['update'], { name: 'b', delay: 5 }, { name: 'b', delay: 9 }),
    );
    expect(differs(fresh)).toBe('aws_sqs_queue.b (update) with other values');
  });

  test('long differences are cut, a digest holds no value, and what is no plan is refused', () => {
    const many = planOf(
      ...Array.from({ length: 9 }, (_, i) => change(`aws_sqs_queue.n${i}`, ['create'], {})),
    );
    expect(differenceOf({}, digestOf(many))).toMatch(/n4 \(create\) was not in the review; and 4 more$/);
    expect(
      JSON.stringify(digestOf(planOf(change('a.b', ['create'], { password: 'hunter2' })))),
    ).not.toContain('hunter2');
    expect(() => digestOf({ resource_changes: 5 })).toThrow(/plan: resource_changes: got/);
  });
});
