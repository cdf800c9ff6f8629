/* eslint-disable @typescript-eslint/no-unsafe-member-access, @typescript-eslint/no-unsafe-call -- definitions are broken past the compiler */
import { expect, test } from '@jest/globals';
import { trainingPipeline } from '../../pipelines/sagemaker/training-pipeline.ts';
import { describePipelineProblem } from '../../pipelines/sagemaker/validate/problem.ts';
import { validatePipeline } from '../../pipelines/sagemaker/validate/validate.ts';
import { breastCancer } from '../../usecases/breast-cancer.ts';
import { examplePlace } from './example.ts';

/** A definition as loose JSON, to be broken in any way. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Loose = any;

const [prepare, train, evaluate, gate] = [0, 1, 2, 4];

const breaks: [string, (d: Loose) => void, string][] = [
  [
    'a parameter that is not declared',
    (d) => (d.Steps[prepare].Environment = { Get: 'Parameters.SnapshotHsh' }),
    'step Preprocess, Environment.Get: got "Parameters.SnapshotHsh", expected one of the parameters UseCase,',
  ],
  [
    'a step that does not exist',
    (d) => (d.Steps[train].DependsOn = ['Prepare']),
    'step Train, DependsOn[0]: got "Prepare", expected one of the steps Preprocess, Train,',
  ],
  [
    'an output that does not exist',
    (d) =>
      (d.Steps[train].Arguments.InputDataConfig[0].DataSource.S3DataSource.S3Uri = {
        Get: "Steps.Preprocess.ProcessingOutputConfig.Outputs['rows'].S3Output.S3Uri",
      }),
    'step Train, Arguments.InputDataConfig[0].DataSource.S3DataSource.S3Uri.Get: got "Steps.Preprocess.ProcessingOutputConfig.Outputs[\'rows\'].S3Output.S3Uri", expected one of the names train, test, report of',
  ],
  [
    'a property that the step does not have',
    (d) =>
      (d.Steps[evaluate].Arguments.ProcessingInputs[0].S3Input.S3Uri = {
        Get: 'Steps.Train.ModelArtifacts.Uri',
      }),
    'step Evaluate, Arguments.ProcessingInputs[0].S3Input.S3Uri.Get: got "Steps.Train.ModelArtifacts.Uri", expected one of S3ModelArtifacts of Train.ModelArtifacts',
  ],
  [
    'a property file that nobody declares',
    (d) => (d.Steps[evaluate].PropertyFiles = []),
    'step Gate, Arguments.Conditions[0].LeftValue.Std:JsonGet.PropertyFile.Get: got "Steps.Evaluate.PropertyFiles.Evaluation", expected a property file that Evaluate declares under PropertyFiles (declared: none)',
  ],
  [
    'a property file in an output that does not exist',
    (d) => (d.Steps[evaluate].PropertyFiles[0].OutputName = 'metrics'),
    'step Evaluate, PropertyFiles[0].OutputName: got "metrics", expected one of the step\'s outputs evaluation',
  ],
  [
    'steps that wait for each other',
    (d) => (d.Steps[prepare].DependsOn = ['Evaluate']),
    'step Preprocess, DependsOn and references: got a circle: Preprocess needs Evaluate needs Train needs Preprocess',
  ],
  [
    'a required argument that is missing',
    (d) => delete d.Steps[train].Arguments.OutputDataConfig.S3OutputPath,
    'step Train, Arguments.OutputDataConfig.S3OutputPath: got nothing, expected a text (required)',
  ],
  [
    'an argument of another type',
    (d) => (d.Steps[train].Arguments.ResourceConfig.InstanceCount = 'one'),
    'step Train, Arguments.ResourceConfig.InstanceCount: got "one", expected a whole number',
  ],
  [
    'a number where the API wants a text',
    (d) => (d.Steps[train].Arguments.HyperParameters.folds = 5),
    'step Train, Arguments.HyperParameters.folds: got 5, expected a text',
  ],
  [
    'a parameter of a number in the place of a text',
    (d) => {
      d.Parameters.push({ Name: 'Folds', Type: 'Integer', DefaultValue: 5 });
      d.Steps[train].Arguments.HyperParameters.folds = { Get: 'Parameters.Folds' };
    },
    'step Train, Arguments.HyperParameters.folds: got a parameter of type Integer, expected a text (a Std:Join with an empty On makes a text of a number)',
  ],
  [
    'an argument that the API does not know',
    (d) => (d.Steps[prepare].Arguments.Enviroment = {}),
    'step Preprocess, Arguments.Enviroment: got an unknown field, expected one of ProcessingInputs,',
  ],
  [
    'a word that is not among the choices',
    (d) => (d.Steps[gate].Arguments.IfSteps[0].Arguments.ModelApprovalStatus = 'Pending'),
    'step Register, Arguments.ModelApprovalStatus: got "Pending", expected one of Approved, Rejected, PendingManualApproval',
  ],
  [
    'a text that is too long for its place',
    (d) => (d.Steps[prepare].Arguments.Environment.NOTE = 'x'.repeat(300)),
    'step Preprocess, Arguments.Environment.NOTE: got 300 characters, expected at most 256',
  ],
  [
    'two steps of one name',
    (d) => (d.Steps[gate].Arguments.ElseSteps[0].Name = 'Train'),
    'step Train, Name: got Steps[1] and Steps[4].Arguments.ElseSteps[0], expected a name that no other step has',
  ],
  [
    'a step of a branch that is needed outside',
    (d) => (d.Steps[evaluate].DependsOn = ['Register']),
    'step Evaluate, DependsOn[0]: got step Register, which runs only in IfSteps of Gate, expected a step that always runs before',
  ],
  [
    'retries that a model step does not take',
    (d) => (d.Steps[gate].Arguments.IfSteps[0].RetryPolicies[0].ExceptionType = ['SageMaker.CAPACITY_ERROR']),
    'step Register, RetryPolicies[0].ExceptionType[0]: got "SageMaker.CAPACITY_ERROR", expected one of Step.SERVICE_FAULT, Step.THROTTLING for a step of type RegisterModel',
  ],
  [
    'a JSON path with $.',
    (d) => (d.Steps[gate].Arguments.Conditions[0].LeftValue['Std:JsonGet'].Path = '$.metrics.accuracy'),
    'step Gate, Arguments.Conditions[0].LeftValue.Std:JsonGet.Path: got "$.metrics.accuracy", expected a path such as metrics.auc.value, without $.',
  ],
  [
    'a default of another type',
    (d) => (d.Parameters[0].DefaultValue = 5),
    'Parameters.UseCase.DefaultValue: got 5, expected a value of type String',
  ],
  [
    'a kind of step that does not exist',
    (d) => (d.Steps[train].Type = 'Train'),
    'step Train, Type: got "Train", expected one of "Processing", "Training"',
  ],
  [
    'a condition without a value',
    (d) => delete d.Steps[gate].Arguments.Conditions[1].RightValue,
    'step Gate, Arguments.Conditions[1].RightValue: got nothing, expected a value, as GreaterThanOrEqualTo needs one',
  ],
  [
    'another version',
    (d) => (d.Version = '2021-01-01'),
    'Version: got "2021-01-01", expected one of "2020-12-01"',
  ],
];

test.each(breaks)('%s: the step, the path, what was got, what is expected', (_, change, message) => {
  const definition: Loose = JSON.parse(JSON.stringify(trainingPipeline(breastCancer, examplePlace)));
  change(definition);
  const problems = validatePipeline(definition).map(describePipelineProblem);
  expect(problems.join('\n')).toContain(message);
});

test('what is no definition at all', () => {
  for (const json of [
    null,
    5,
    [],
    {},
    { Version: '2020-12-01', Steps: [] },
    { Version: '2020-12-01', Steps: [7] },
  ])
    expect(validatePipeline(json)).not.toEqual([]);
});
