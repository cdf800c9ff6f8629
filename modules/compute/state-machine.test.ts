import { expect, test } from '@jest/globals';
import { problemsOf, synth, testKeyArn, testPlace } from '../testing/synth.ts';
import { StateMachine, type StateMachineProps } from './state-machine.ts';

const functionArn = 'arn:aws:lambda:eu-central-1:123456789012:function:check';
const props: StateMachineProps = {
  place: testPlace,
  name: 'dev-retraining',
  definition: {
    StartAt: 'Check',
    States: { Check: { Type: 'Task', Resource: functionArn, Parameters: { 'x.$': '$.x' }, End: true } },
  },
  functionArns: [functionArn],
  keyArn: testKeyArn,
};

test('logs each step without data, encrypted, where AWS asks for vended logs', () => {
  const made = synth((scope) => new StateMachine(scope, 'm', props));
  expect(made.only('aws_sfn_state_machine')).toMatchObject({
    type: 'STANDARD',
    definition: JSON.stringify(props.definition),
    logging_configuration: { level: 'ALL', include_execution_data: false },
    tracing_configuration: { enabled: false },
  });
  expect(made.only('aws_cloudwatch_log_group')).toEqual({
    name: '/aws/vendedlogs/states/dev-retraining',
    retention_in_days: 30,
    kms_key_id: testKeyArn,
  });
});

test('may call its functions and deliver its log', () => {
  const statements = synth((scope) => new StateMachine(scope, 'm', { ...props, tracing: true })).statements(
    'aws_iam_role_policy',
  );
  expect(statements.map((statement) => statement['Sid'])).toEqual(['Call', 'LogDelivery', 'Traces']);
  expect(statements[0]).toMatchObject({ Action: ['lambda:InvokeFunction'], Resource: [functionArn] });
});

test('a start that is no state fails the synth', () => {
  const definition = { ...props.definition, StartAt: 'Chek' };
  expect(problemsOf((scope) => new StateMachine(scope, 'm', { ...props, definition }))).toContain(
    '[test/m] definition.StartAt: got "Chek", expected one of the states',
  );
});
