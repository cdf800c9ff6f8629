import { AuditTrail, trailDeliveryStatements } from '../../modules/security/audit-trail.ts';
import { PrivateBucket } from '../../modules/storage/private-bucket.ts';
import type { PlatformStack } from '../platform-stack.ts';

const daysPerYear = 365.25;

/** Who did what, and who read what, where nobody can change it: not even the account's administrators while it is protected. */
export function addAudit(
  stack: PlatformStack,
  keyArn: string,
  watched: { readonly bucketArns: readonly string[]; readonly tableArn: string },
  logsBucketName: string,
): void {
  const { place, names, environment } = stack;
  const { protect, auditRetentionYears } = environment;
  const retentionDays = Math.ceil(auditRetentionYears * daysPerYear);
  const bucketName = names.bucket('audit');
  const bucket = new PrivateBucket(stack, 'audit', {
    place,
    name: bucketName,
    keyArn,
    objectLock: { mode: protect ? 'COMPLIANCE' : 'GOVERNANCE', retentionDays },
    lifecycle: [
      {
        id: 'after-retention',
        archive: { afterDays: 90, to: 'GLACIER_IR' },
        // The lock holds both off until its time.
        expireAfterDays: retentionDays + 1,
        expireNoncurrentAfterDays: 1,
      },
    ],
    accessLogs: { bucketName: logsBucketName, prefix: 'audit/' },
    // The lifecycle moves everything at once; files of a trail are never read by chance.
    intelligentTiering: false,
    statements: trailDeliveryStatements(place, bucketName, names.trail),
    protect,
  });
  new AuditTrail(stack, 'trail', {
    place,
    name: names.trail,
    bucketName: bucket.name,
    keyArn,
    objectsOfBucketArns: watched.bucketArns,
    itemsOfTableArns: [watched.tableArn],
  });
}
