import { objectRooms, type ObjectRoom, uploadsPrefix } from '../../functions/adapters/contract.ts';
import type { LifecycleRule } from '../../modules/storage/lifecycle.ts';
import { PrivateBucket } from '../../modules/storage/private-bucket.ts';
import type { PlatformStack } from '../platform-stack.ts';

/** An erased patient's rows live on in older versions for this long: enough to undo a mistake, short enough to be true. */
const undoDays = 30;
const olderVersions: LifecycleRule = { id: 'older-versions', expireNoncurrentAfterDays: undoDays };

const lifecycles: Readonly<Record<ObjectRoom, readonly LifecycleRule[]>> = {
  raw: [olderVersions, { id: 'archive', prefix: 'raw/', archive: { afterDays: 365, to: 'GLACIER_IR' } }],
  processed: [
    olderVersions,
    // Reports and windows of the monitoring tell of a version that is long replaced.
    { id: 'old-reports', prefix: 'monitoring/', expireAfterDays: 730 },
    // Once looked at they are deleted; one that nobody ever completed goes by itself, and no erasure could find it.
    { id: 'uploads', prefix: uploadsPrefix, expireAfterDays: 1, expireNoncurrentAfterDays: 1 },
    { id: 'old-quarantine', prefix: 'quarantine/', expireAfterDays: 365 },
  ],
  models: [olderVersions, { id: 'archive', archive: { afterDays: 365, to: 'GLACIER_IR' } }],
};

/** A bucket for each room of objects, and one for the accesses to them. */
export function addBuckets(
  stack: PlatformStack,
  keyArn: string,
): { readonly rooms: readonly PrivateBucket[]; readonly logs: PrivateBucket } {
  const { place, names, environment } = stack;
  const { protect } = environment;
  const logs = new PrivateBucket(stack, 'logs', {
    place,
    name: names.bucket('logs'),
    receivesAccessLogs: true,
    lifecycle: [{ id: 'old-logs', expireAfterDays: 30, expireNoncurrentAfterDays: 1 }],
    protect,
  });
  const rooms = objectRooms.map(
    (room) =>
      new PrivateBucket(stack, room, {
        place,
        name: names.bucket(room),
        keyArn,
        lifecycle: lifecycles[room],
        accessLogs: { bucketName: logs.name, prefix: `${room}/` },
        // A dataset is announced by its manifest.
        sendsEvents: room === 'raw',
        protect,
      }),
  );
  return { rooms, logs };
}
