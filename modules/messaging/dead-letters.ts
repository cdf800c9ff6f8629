import type { AwsPlace } from '../aws-place.ts';
import type { IdentityStatement } from '../security/statement.ts';

/** Where something puts what it could not deliver. */
export interface DeadLetterTarget {
  readonly queueArn: string;
  /** By its name, for policies, where `queueArn` is known only when the queue is made. */
  readonly knownArn?: string;
  /** The key of the queue. */
  readonly keyArn: string;
}

/** What a role needs to put messages into an encrypted queue; the key serves it for SQS only. */
export const mayPutDeadLetters = (
  place: AwsPlace,
  target: DeadLetterTarget,
): readonly IdentityStatement[] => [
  { sid: 'DeadLetters', actions: ['sqs:SendMessage'], resources: [target.knownArn ?? target.queueArn] },
  {
    sid: 'DeadLettersKey',
    actions: ['kms:GenerateDataKey', 'kms:Decrypt'],
    resources: [target.keyArn],
    conditions: { StringEquals: { 'kms:ViaService': `sqs.${place.region}.amazonaws.com` } },
  },
];
