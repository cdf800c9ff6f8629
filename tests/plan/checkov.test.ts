import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { isCheckovThere } from '../../cli/plan/checkov/run.ts';
import { readCheckovReport } from '../../cli/plan/checkov/report.ts';
import { runCheckov } from '../../cli/plan/checkov/run.ts';
import { readPlan } from '../../cli/plan/read-plan.ts';

const missing = '.venv/checkov is missing; run "npm run setup:python -- checkov"';
if (!isCheckovThere()) {
  if (process.env['REQUIRE_ALL'] === '1') throw new Error(missing);
  process.stderr.write(`skipped: ${missing}\n`);
}

/** A bucket, a topic and two keys without rotation. */
const file = path.join(import.meta.dirname, 'checkov/plan.json');

(isCheckovThere() ? describe : describe.skip)('the real Checkov', () => {
  let folder: string;
  let truncated: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'checkov-test-'));
    truncated = path.join(folder, 'plan.json');
    const text = await readFile(file, 'utf8');
    await writeFile(truncated, text.slice(0, text.length / 2));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('looks at each resource of a plan, and says what fails with its address', async () => {
    const plan = readPlan(await readFile(file, 'utf8'), 'plan.json');
    const covered = { path: file, place: plan.place, resources: plan.changes.length };
    const report = readCheckovReport(await runCheckov([file]), 'Checkov', [covered]);
    expect(report).toMatchObject({ version: '3.3.30', resources: 4 });
    expect(report.failed.map(({ id, address }) => `${id} ${address}`)).toEqual(
      expect.arrayContaining([
        'CKV_AWS_7 aws_kms_key.k[0]',
        'CKV_AWS_7 aws_kms_key.k[1]',
        'CKV_AWS_26 aws_sns_topic.t',
      ]),
    );
  });

  test('ends well for a plan cut in half; its report is refused all the same', async () => {
    const text = await runCheckov([truncated]);
    expect(() =>
      readCheckovReport(text, 'Checkov', [{ path: truncated, place: { stack: 'x' }, resources: 4 }]),
    ).toThrow(/parsing errors|resources looked at/);
  });
});
