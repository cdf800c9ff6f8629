import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { loadPrices } from '../../cli/cost/prices.ts';
import { readPlan } from '../../cli/plan/read-plan.ts';
import { renderMarkdown } from '../../cli/plan/render/markdown.ts';
import { renderText } from '../../cli/plan/render/text.ts';
import { reviewPlans, type Review } from '../../cli/plan/review.ts';
import { readWaivers } from '../../cli/plan/waivers.ts';

const recorded = path.join(import.meta.dirname, 'recorded');
const golden = path.join(import.meta.dirname, '../golden/plan');

async function review(names: readonly string[], waivers = ''): Promise<Review> {
  const plans = await Promise.all(
    names.map(async (name) => readPlan(await readFile(path.join(recorded, `${name}.json`), 'utf8'), name)),
  );
  return reviewPlans({
    plans,
    checkov: { kind: 'skipped' },
    waivers: readWaivers(waivers, 'waivers.txt'),
    prices: loadPrices(),
  });
}

/** The verdict, and the beginning of what stands first. */
const firstThings: Readonly<Record<string, string>> = {
  'bucket-made-public': 'FAIL  The bucket policy "modelkeep-dev-raw" lets anybody s3:GetObject',
  'key-rotation-off': 'FAIL  The encryption key "modelkeep dev" is no longer rotated',
  'table-replaced':
    'FAIL  The table "modelkeep-dev-records" is replaced because range_key changed: all its items',
  'role-widened': 'FAIL  The role\'s policy "predict" is widened: s3:* on *',
  'log-retention-gone':
    'FAIL  The log group "/aws/lambda/modelkeep-dev-predict" keeps its events for ever (was 30 days)',
  'alarm-deleted': 'FAIL  The alarm "modelkeep-dev-predict-errors" is removed: it watches AWS/Lambda Errors',
  'function-memory-doubled':
    'PASS  Nothing dangerous. To look at: The function "modelkeep-dev-predict" changes: memory_size 512 -> 1024',
  'subnet-removed': 'FAIL  The subnet 10.0.1.0/24 in us-east-1b is removed',
  'tag-only': 'PASS  Nothing dangerous: only tags change, of 12 resources',
  nothing: 'PASS  Nothing changes',
};

describe('ten plans that the real Terraform made', () => {
  test.each(Object.entries(firstThings))('%s: the right thing stands first', async (name, first) => {
    const text = renderText(await review([name]));
    expect(text.split('\n')[0]).toContain(first);
    // `UPDATE_GOLDEN=1` writes the files anew: read the difference before it is committed.
    const file = path.join(golden, `${name}.txt`);
    if (process.env['UPDATE_GOLDEN'] === '1') {
      await mkdir(golden, { recursive: true });
      await writeFile(file, text);
    }
    expect(text).toBe(await readFile(file, 'utf8'));
  });

  test('a dangerous plan says what, why and what to do, and where', async () => {
    const { failing, passed } = await review(['table-replaced']);
    expect(passed).toBe(false);
    expect(failing).toEqual([
      expect.objectContaining({
        id: 'MK_DATA_REPLACED',
        address: 'aws_dynamodb_table.records',
        place: { environment: 'dev', stack: 'sample', useCase: undefined },
        why: expect.stringContaining('deletes it'),
        fix: expect.stringContaining('copy'),
      }),
    ]);
  });

  test('the cost of a removed alarm is taken off, line by line', async () => {
    const { cost } = await review(['alarm-deleted']);
    expect(cost).toMatchObject({ region: 'us-east-1', unpriced: [] });
    expect(cost.differenceUsd).toBeCloseTo(-0.1);
    expect(cost.lines.find((line) => line.price === 'alarm-month')).toMatchObject({
      unitsBefore: 2,
      unitsAfter: 1,
    });
  });

  test('several stacks: the worst of all stands first, each is told of', async () => {
    const text = renderText(await review(['nothing', 'tag-only', 'key-rotation-off', 'table-replaced']));
    expect(text.split('\n')[0]).toMatch(/^FAIL {2}The table .* \(and 1 more that fail\)$/);
  });

  test('markdown: the verdict first, nothing of a name formats or mentions', async () => {
    const text = renderMarkdown(await review(['role-widened']));
    expect(text).toMatch(
      /^### Plan review: fail\. The role's policy "predict" is widened: s3:\\\* on \\\*\n/,
    );
    const evil = await review(['key-rotation-off']);
    const shown = renderMarkdown({
      ...evil,
      failing: evil.failing.map((f) => ({ ...f, what: '@everyone <img src=x> | [a](b)\n# big' })),
    });
    const told = shown.split('\n').filter((line) => line.includes('everyone'));
    expect(told).toHaveLength(2);
    expect(told.join('\n')).not.toMatch(/@everyone|[^\\](<img|\[a|\||# big)/);
  });

  test('a comment never grows past what GitHub takes', async () => {
    const one = await review(['key-rotation-off']);
    const many = Array.from({ length: 2000 }, (_, i) => ({
      ...one.failing[0]!,
      address: `aws_kms_key.k${i}`,
    }));
    const text = renderMarkdown({ ...one, failing: many });
    expect(text.length).toBeLessThanOrEqual(65_536);
    expect(text).toContain('Cut off');
  });
});

describe('waivers', () => {
  const line = 'MK_KEY_ROTATION_OFF aws_kms_key.platform imported key material cannot rotate';

  test('a waived check passes and is still told of', async () => {
    const waived = await review(['key-rotation-off'], `# keys\n\n${line}\n`);
    expect(waived.passed).toBe(true);
    expect(renderText(waived)).toContain('because imported key material cannot rotate');
  });

  test('an unused one fails', async () => {
    const unused = await review(['nothing'], line);
    expect(unused).toMatchObject({ passed: false, failing: [], unusedWaivers: [{ line: 1 }] });
  });

  test('one for a stack that is not under review is not unused; one for this stack is used', async () => {
    expect((await review(['nothing'], line.replace('aws_', 'prod/sample:aws_'))).passed).toBe(true);
    expect((await review(['key-rotation-off'], line.replace('aws_', 'dev/*:aws_'))).passed).toBe(true);
    expect((await review(['key-rotation-off'], line.replace('aws_', 'prod/*:aws_'))).passed).toBe(false);
  });

  test('one of Checkov is not called unused where Checkov did not run', async () => {
    expect((await review(['nothing'], 'CKV_AWS_144 * copies lie in one region by decision')).passed).toBe(
      true,
    );
  });

  test.each([
    ['MK_KEY_ROTATION_OFF aws_kms_key.platform', /:1: .*without a reason/],
    ['MK_KEY_ROTATION aws_kms_key.platform because', /got the check MK_KEY_ROTATION, expected one of/],
    [`${line}\n${line}`, /:2: .*again \(line 1\)/],
  ])('%s is refused', async (text, message) => {
    await expect(review(['nothing'], text)).rejects.toThrow(message);
  });
});
