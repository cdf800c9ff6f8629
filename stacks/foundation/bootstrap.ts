import type { Construct } from 'constructs';
import { PrivateBucket } from '../../modules/storage/private-bucket.ts';
import type { Environment } from '../environments/schema.ts';
import { PlatformStack } from '../platform-stack.ts';

/**
 * The bucket of the states, made once for each account before anything else; its own state stays a local file. Not asked
 * for where the environment names a bucket or keeps its states in files.
 */
export class BootstrapStack extends PlatformStack {
  constructor(scope: Construct, environment: Environment) {
    super(scope, { environment, kind: 'bootstrap' });
    new PrivateBucket(this, 'state', {
      place: this.place,
      name: this.names.bucket('state'),
      // S3's own key: there is no key of ours before the foundation, and it costs nothing.
      keyArn: environment.keyArn ?? this.#s3Key(),
      // Small files that are read at each plan.
      intelligentTiering: false,
      lifecycle: [{ id: 'older-states', expireNoncurrentAfterDays: 365, keepNoncurrentVersions: 50 }],
      protect: environment.protect,
    });
    this.output('state_bucket', this.names.bucket('state'), 'Where the states of all other stacks lie');
  }

  #s3Key(): string {
    const { partition = 'aws', region, accountId } = this.place;
    return `arn:${partition}:kms:${region}:${accountId}:alias/aws/s3`;
  }
}
