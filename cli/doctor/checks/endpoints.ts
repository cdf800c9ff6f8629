import {
  DescribeEndpointCommand,
  DescribeEndpointConfigCommand,
  DescribeModelCommand,
  type SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { checking, failed, ok, warning, type Check, type Finding } from '../check.ts';
import type { Expected } from '../expected.ts';

/** The version that the registry has in service, and the execution whose files it is. */
export interface RegisteredVersion {
  readonly version: number;
  readonly executionName: string;
}
/** Of a use case; undefined where none is in service, or where the registry cannot tell: its own check says that. */
export type RegisteredOf = (useCase: string) => Promise<RegisteredVersion | undefined>;

const runbook = 'docs/runbook.md#retraining-failed';

/** Each endpoint is in service, with the files of the version that the registry has in service. */
export const checkEndpoints = (
  sagemaker: SageMakerClient,
  { endpoints }: Expected,
  registeredOf: RegisteredOf,
): Promise<readonly Check[]> =>
  Promise.all(
    endpoints.map(({ name, useCase }) =>
      checking('endpoints', name, 'InService, with the version in service', async () => {
        const found = await sagemaker.send(new DescribeEndpointCommand({ EndpointName: name }));
        const status = found.EndpointStatus ?? 'no status';
        if (/^(Creating|Updating|SystemUpdating|RollingBack)$/.test(status))
          return warning(
            'InService',
            status,
            `a deployment or AWS changes it; where it stays so for hours: ${runbook}`,
          );
        if (status !== 'InService')
          return failed('InService', [status, found.FailureReason].filter(Boolean).join(': '), runbook);
        const registered = await registeredOf(useCase);
        return registered === undefined
          ? ok('InService')
          : judge(registered, await filesOf(sagemaker, found.EndpointConfigName ?? ''));
      }),
    ),
  );

const judge = ({ version, executionName }: RegisteredVersion, files: string): Finding =>
  files.includes(`/executions/${executionName}/`)
    ? ok(`version ${version}`)
    : failed(`version ${version}, the files of ${executionName}`, files, runbook);

/** Where the files of the model lie that a configuration serves: each of its variants serves the same. */
async function filesOf(sagemaker: SageMakerClient, configName: string): Promise<string> {
  const { ProductionVariants: variants = [] } = await sagemaker.send(
    new DescribeEndpointConfigCommand({ EndpointConfigName: configName }),
  );
  const model = await sagemaker.send(new DescribeModelCommand({ ModelName: variants[0]?.ModelName ?? '' }));
  const { PrimaryContainer: container } = model;
  return container?.ModelDataSource?.S3DataSource?.S3Uri ?? container?.ModelDataUrl ?? 'no files';
}
