import { beforeAll, describe, expect, test } from '@jest/globals';
import { deployStartRetraining, type DeployedBase } from '../deployed/start-retraining.ts';
import { emulatorOrSkip } from '../support/emulator.ts';
import { answersOf, awsCliOrSkip, runbookBlock, runbookLine, runbookShell } from './runbook-shell.ts';

const emulator = await emulatorOrSkip();
// What makes tables and topics reads the standard variables.
Object.assign(process.env, emulator?.env);

const possible = awsCliOrSkip();

/** The AWS CLI, which nobody here wrote, by the very shell of docs/runbook.md. */
(emulator && possible ? describe : describe.skip)('the AWS CLI and the runbook', () => {
  let deployed: DeployedBase;
  let shell: (script: string) => Promise<string>;

  beforeAll(async () => {
    deployed = await deployStartRetraining(emulator!, 'byhand');
    shell = await runbookShell({
      ...emulator!.env,
      AWS_DEFAULT_REGION: emulator!.client.region,
      BASE: deployed.base,
      USE_CASE: 'breast-cancer',
      WHO: 'dr.a@hospital.example',
    });
  }, 180_000);

  test('a retraining is asked for by the runbook’s ask, runs once, and is found by its commands', async () => {
    const retrain = runbookLine('ask start-retraining ');
    const answers = answersOf(await shell(`${runbookBlock('ask() {')}\n${retrain}\n${retrain}`));
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
    expect(audit).toContain('"reason":"new scanner at site B"');
  }, 60_000);
});
