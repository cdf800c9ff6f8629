import { EcrLifecyclePolicy } from '@cdktf/provider-aws/lib/ecr-lifecycle-policy/index.js';
import { EcrRepository } from '@cdktf/provider-aws/lib/ecr-repository/index.js';
import { Construct } from 'constructs';
import { addChecks, isArn, matches, within } from '../validation.ts';

export interface ContainerRepositoryProps {
  readonly name: string;
  readonly keyArn: string;
  /** The newest 20 images stay unless given; older ones go. Keep more than can be in service or be rolled back to. */
  readonly keepImages?: number;
  /** True unless given: Terraform refuses to destroy it. False: it is destroyed with its images. */
  readonly protect?: boolean;
}

/** Images under tags that never move, scanned as they come. */
export class ContainerRepository extends Construct {
  readonly name: string;
  readonly arn: string;
  /** `<account>.dkr.ecr.<region>.amazonaws.com/<name>`. */
  readonly url: string;

  constructor(scope: Construct, id: string, props: ContainerRepositoryProps) {
    super(scope, id);
    const { name, keyArn, keepImages = 20, protect = true } = props;
    addChecks(this, () => [
      matches('name', name, /^[a-z0-9]+([._/-][a-z0-9]+)*$/, 'lower-case words joined by -, _, . or /'),
      isArn('keyArn', keyArn),
      within('keepImages', keepImages, 1, 1000),
    ]);
    const repository = new EcrRepository(this, 'repository', {
      name,
      imageTagMutability: 'IMMUTABLE',
      imageScanningConfiguration: { scanOnPush: true },
      encryptionConfiguration: [{ encryptionType: 'KMS', kmsKey: keyArn }],
      forceDelete: !protect,
      ...(protect ? { lifecycle: { preventDestroy: true } } : {}),
    });
    new EcrLifecyclePolicy(this, 'lifecycle', {
      repository: repository.name,
      policy: JSON.stringify({
        rules: [
          rule(1, 'untagged images go after a day', { tagStatus: 'untagged', ...olderThanDays(1) }),
          rule(2, `the newest ${keepImages} images stay`, {
            tagStatus: 'any',
            countType: 'imageCountMoreThan',
            countNumber: keepImages,
          }),
        ],
      }),
    });
    this.name = repository.name;
    this.arn = repository.arn;
    this.url = repository.repositoryUrl;
  }
}

const olderThanDays = (days: number) => ({
  countType: 'sinceImagePushed',
  countUnit: 'days',
  countNumber: days,
});
const rule = (rulePriority: number, description: string, selection: object) => ({
  rulePriority,
  description,
  selection,
  action: { type: 'expire' },
});
