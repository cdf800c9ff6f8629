import { beforeAll, describe, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { chmod, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { deployStartRetraining, type DeployedBase } from '../deployed/start-retraining.ts';
import { emulatorOrSkip } from '../support/emulator.ts';

const root = path.join(import.meta.dirname, '../..');
const python = path.join(root, '.venv/aws-cli/bin/python');
const emulator = await emulatorOrSkip();
// What makes tables and topics reads the standard variables.
Object.assign(process.env, emulator?.env);

const missing = existsSync(python)
  ? undefined
  : '.venv/aws-cli is missing; run "npm run setup:python -- aws-cli"';
if (missing !== undefined) {
  if (process.env['REQUIRE_ALL'] === '1') throw new Error(missing);
  process.stderr.write(`skipped: ${missing}\n`);
}

/** The AWS CLI, which nobody here wrote, by the very shell of docs/runbook.md. */
(emulator && missing === undefined ? describe : describe.skip)('the AWS CLI and the runbook', () => {
  const runbook = readFileSync(path.join(root, 'docs/runbook.md'), 'utf8');
  const blockWith = (text: string): string => {
    const blocks = [...runbook.matchAll(/^ *```sh\n([\s\S]*?)^ *```/gm)].map(([, block = '']) => block);
    const found = blocks.find((block) => block.includes(text));
    if (found === undefined) throw new Error(`docs/runbook.md: no block of shell with ${text}`);
    return found;
  };
  let deployed: DeployedBase;
  let bin = '';
  const shell = async (script: string): Promise<string> => {
    const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', script], {
      env: {
        ...process.env,
        ...emulator!.env,
        AWS_DEFAULT_REGION: emulator!.client.region,
        AWS_EC2_METADATA_DISABLED: 'true',
        BASE: deployed.base,
        USE_CASE: 'breast-cancer',
        WHO: 'dr.a@hospital.example',
        PATH: `${bin}:${path.dirname(process.execPath)}:${process.env['PATH'] ?? ''}`,
      },
    });
    return stdout;
  };

  beforeAll(async () => {
    deployed = await deployStartRetraining(emulator!, 'byhand');
    bin = await mkdtemp(path.join(tmpdir(), 'aws-cli-'));
    await writeFile(path.join(bin, 'aws'), `#!/bin/sh\nexec '${python}' -m awscli "$@"\n`);
    await chmod(path.join(bin, 'aws'), 0o755);
  }, 60_000);

  test('a retraining is asked for by the runbook’s ask, runs once, and is found by its commands', async () => {
    const body = `{\\"useCase\\":\\"$USE_CASE\\",\\"reason\\":\\"new scanner\\"}`;
    const said = await shell(
      `${blockWith('ask() {')}\nask start-retraining "POST /retrain" '{}' "${body}"\nask start-retraining "POST /retrain" '{}' "${body}"`,
    );
    const answers = said
      .trim()
      .split('\n')
      .map((line) => ({
        status: line.slice(0, 3),
        body: JSON.parse(line.slice(4)) as Record<string, string>,
      }));
    expect(answers.map(({ status }) => status)).toEqual(['202', '202']);
    expect(answers.map(({ body: { status } }) => status)).toEqual(['Started', 'Superseded']);

    const running = await shell(
      `aws stepfunctions list-executions --state-machine-arn ${deployed.stateMachineArn} --status-filter RUNNING --query 'executions[].name' --output text`,
    );
    expect(running.trim()).toBe(answers[0]!.body['executionName']);
  }, 60_000);

  test('what the audit wrote is read, by whom and why', async () => {
    const audit = await shell(
      `aws dynamodb query --table-name ${deployed.records} --key-condition-expression 'pk = :audit' --expression-attribute-values '{":audit":{"S":"audit#breast-cancer"}}' --query 'Items[].data.S' --output text`,
    );
    expect(audit).toContain('"actor":"dr.a@hospital.example"');
    expect(audit).toContain('"reason":"new scanner"');
  }, 60_000);
});
