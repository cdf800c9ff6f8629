import { AwsProvider } from '@cdktf/provider-aws/lib/provider/index.js';
import { DataTerraformRemoteStateLocal, DataTerraformRemoteStateS3, LocalBackend, S3Backend } from 'cdktf';
import { TerraformOutput, type TerraformRemoteState, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import type { UseCase } from '../domain/usecase/schema.ts';
import type { AwsPlace } from '../modules/aws-place.ts';
import type { Environment } from './environments/schema.ts';
import { Names } from './names.ts';

/** Everything needed is in 5.100; what comes after 7 is not known. */
export const awsProviderRange = '>= 5.100.0, < 7.0.0';
/** The first that locks a state by a file in its bucket. */
export const terraformRange = '>= 1.10.0';

export interface PlatformStackProps {
  readonly environment: Environment;
  /** `foundation`; of a use case, `serving`. */
  readonly kind: string;
  readonly useCase?: UseCase;
}

/** A stack of one environment: its provider, state, tags and names. Its id is `dev-foundation`, `dev-serving-breast-cancer`. */
export class PlatformStack extends TerraformStack {
  readonly environment: Environment;
  readonly names: Names;
  readonly place: AwsPlace;

  constructor(scope: Construct, props: PlatformStackProps) {
    const { environment, kind, useCase } = props;
    const stackName = useCase === undefined ? kind : `${kind}-${useCase.name}`;
    super(scope, `${environment.name}-${stackName}`);
    this.environment = environment;
    this.names = new Names(environment);
    this.place = this.names.place;
    new AwsProvider(this, 'aws', {
      region: environment.region,
      allowedAccountIds: [environment.accountId],
      defaultTags: [{ tags: tagsOf(props, stackName) }],
    });
    this.addOverride('terraform.required_version', terraformRange);
    this.addOverride('terraform.required_providers.aws.version', awsProviderRange);
    this.#addBackend(stackName);
  }

  /** What another stack must know and cannot compute. */
  output(name: string, value: string | readonly string[], description: string): void {
    const output = new TerraformOutput(this, `output-${name}`, { value, description });
    output.overrideLogicalId(name);
  }

  /** The outputs of another stack of this environment. */
  outputsOf(stackName: string): TerraformRemoteState {
    const { backend } = this.environment;
    return backend.kind === 'local'
      ? new DataTerraformRemoteStateLocal(this, stackName, {
          path: this.#localState(stackName, backend.folder),
        })
      : new DataTerraformRemoteStateS3(this, stackName, this.#remoteState(stackName, backend.bucket));
  }

  #addBackend(stackName: string): void {
    const { backend, accountId } = this.environment;
    // The bucket of the states cannot hold the state from which it is made.
    const local =
      backend.kind === 'local' ? backend.folder : stackName === 'bootstrap' ? '.terraform-state' : undefined;
    if (local !== undefined) {
      new LocalBackend(this, { path: this.#localState(stackName, local) });
      return;
    }
    new S3Backend(this, {
      ...this.#remoteState(stackName, backend.kind === 's3' ? backend.bucket : undefined),
      allowedAccountIds: [accountId],
    });
    // Newer than cdktf's type. The lock is a file beside the state.
    this.addOverride('terraform.backend.s3.use_lockfile', true);
  }

  /** Without `encrypt`: it would ask for AES256, and the bucket, which encrypts by KMS, refuses any other. */
  #remoteState(stackName: string, bucket = this.names.bucket('state')) {
    return { bucket, key: `${stackName}.tfstate`, region: this.environment.region };
  }

  /** From cdktf.out/stacks/<id>, where Terraform runs, to the project. */
  #localState(stackName: string, folder: string): string {
    return `../../../${folder}/${this.environment.name}/${stackName}.tfstate`;
  }
}

const tagsOf = ({ environment, useCase }: PlatformStackProps, stackName: string) => ({
  application: environment.namePrefix,
  environment: environment.name,
  stack: stackName,
  'use-case': useCase?.name ?? 'shared',
  owner: useCase?.owner ?? environment.owner,
  'cost-center': useCase?.costCenter ?? environment.costCenter,
  // What is shared may hold the data of any use case.
  'data-classification': useCase?.dataClassification ?? 'phi',
  'managed-by': 'terraform',
});
