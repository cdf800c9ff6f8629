import { CopyObjectCommand, ListObjectVersionsCommand, type S3Client } from '@aws-sdk/client-s3';

export interface ObjectsReport {
  readonly looked: number;
  /** Keys that were there at the time and are deleted now. */
  readonly deleted: readonly string[];
  /** Keys that hold something else now: brought back only where `overwritten` says so. */
  readonly overwritten: readonly string[];
  readonly broughtBack: number;
}

interface Version {
  readonly id: string | undefined;
  readonly at: number;
  readonly isMarker: boolean;
  readonly isLatest: boolean;
  readonly etag: string | undefined;
}

export interface ObjectsAsked {
  readonly bucket: string;
  readonly prefix?: string | undefined;
  /** Before the damage. */
  readonly at: Date;
  readonly overwritten: boolean;
  readonly apply: boolean;
}

/**
 * Brings back the objects of a versioned bucket as they were: each by a copy of its older version, which becomes the
 * newest, so that this can be undone too. Objects that are new since stay.
 */
export async function recoverObjects(client: S3Client, asked: ObjectsAsked): Promise<ObjectsReport> {
  const { bucket, at, apply } = asked;
  const deleted: string[] = [];
  const overwritten: string[] = [];
  let broughtBack = 0;
  const all = await versionsOf(client, asked);
  for (const [key, versions] of all) {
    const now = versions.find(({ isLatest }) => isLatest);
    const then = versions.filter((one) => one.at <= at.getTime()).sort((a, b) => b.at - a.at)[0];
    if (then === undefined || then.isMarker || then.isLatest) continue;
    // Brought back before. Under a KMS key copies have tags of their own: such a one is then listed and copied once more.
    if (now?.etag !== undefined && now.etag === then.etag) continue;
    const isDeleted = now === undefined || now.isMarker;
    (isDeleted ? deleted : overwritten).push(key);
    if (!apply || !(isDeleted || asked.overwritten)) continue;
    const path = [bucket, ...key.split('/')].map(encodeURIComponent).join('/');
    await client.send(
      new CopyObjectCommand({
        Bucket: bucket,
        Key: key,
        CopySource: `${path}?versionId=${encodeURIComponent(then.id ?? 'null')}`,
      }),
    );
    broughtBack += 1;
  }
  return { looked: all.size, deleted, overwritten, broughtBack };
}

async function versionsOf(
  client: S3Client,
  { bucket, prefix }: Pick<ObjectsAsked, 'bucket' | 'prefix'>,
): Promise<ReadonlyMap<string, readonly Version[]>> {
  const all = new Map<string, Version[]>();
  let next: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } | undefined = {};
  while (next !== undefined) {
    const page: ListPage = await client.send(
      new ListObjectVersionsCommand({
        Bucket: bucket,
        ...(prefix === undefined ? {} : { Prefix: prefix }),
        ...next,
      }),
    );
    const entries = [
      ...(page.Versions ?? []).map((one) => ({ ...one, isMarker: false })),
      ...(page.DeleteMarkers ?? []).map((one) => ({ ...one, ETag: undefined, isMarker: true })),
    ];
    for (const { Key = '', VersionId: id, LastModified, IsLatest, ETag: etag, isMarker } of entries)
      all.set(Key, [
        ...(all.get(Key) ?? []),
        { id, at: LastModified?.getTime() ?? 0, isMarker, isLatest: IsLatest === true, etag },
      ]);
    next =
      page.IsTruncated === true
        ? { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker }
        : undefined;
  }
  return all;
}

interface Entry {
  readonly Key?: string | undefined;
  readonly VersionId?: string | undefined;
  readonly LastModified?: Date | undefined;
  readonly IsLatest?: boolean | undefined;
  readonly ETag?: string | undefined;
}
interface ListPage {
  readonly Versions?: readonly Entry[] | undefined;
  readonly DeleteMarkers?: readonly Entry[] | undefined;
  readonly IsTruncated?: boolean | undefined;
  readonly NextKeyMarker?: string | undefined;
  readonly NextVersionIdMarker?: string | undefined;
}
