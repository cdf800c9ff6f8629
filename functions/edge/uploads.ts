import * as z from 'zod/mini';
import type { Clock, Ids, ObjectStore, RecordStore, RecordWrite } from '../../domain/ports.ts';
import { keys } from '../../domain/records/keys.ts';
import { readRecord, toJson } from '../../domain/records/typed.ts';
import type { UseCase } from '../../domain/usecase/schema.ts';
import { conflict, notFound } from './problem.ts';
import { tableText } from './table-text.ts';

/** A file that somebody was given an address for. It is read once and then deleted: identifiers stand in it as they came. */
const uploadRecordSchema = z.object({
  fileName: z.string(),
  bytes: z.number(),
  key: z.string(),
  createdBy: z.string(),
  createdAt: z.string(),
});

const dayInSeconds = 86_400;

export const uploadKey = (useCase: string, uploadId: string): string => `uploads/${useCase}/${uploadId}`;

export function uploadWrite(
  ports: { readonly clock: Clock },
  useCase: UseCase,
  upload: {
    readonly uploadId: string;
    readonly fileName: string;
    readonly bytes: number;
    readonly by: string;
  },
): RecordWrite {
  const now = ports.clock.now();
  const { uploadId, fileName, bytes, by } = upload;
  return {
    op: 'put',
    record: {
      ...keys.upload(useCase.name, uploadId),
      data: toJson({
        fileName,
        bytes,
        key: uploadKey(useCase.name, uploadId),
        createdBy: by,
        createdAt: now.toISOString(),
      }),
      expiresAt: Math.floor(now.getTime() / 1000) + dayInSeconds,
    },
    condition: 'absent',
  };
}

export interface UploadedText {
  readonly text: string;
  readonly fileName: string;
  /** To be called when the table is taken in, or cannot be. */
  readonly discard: () => Promise<void>;
}

/**
 * The text of an uploaded table. Nobody finishes another's upload.
 * @throws HttpProblem 404 for an unknown upload, 409 where the file is not there yet; InvalidInputError for what is no table.
 */
export async function uploadedText(
  ports: { readonly records: RecordStore; readonly objects: ObjectStore; readonly ids?: Ids },
  useCase: UseCase,
  asked: { readonly uploadId: string; readonly by: string },
): Promise<UploadedText> {
  const { records, objects } = ports;
  const found = await readRecord(records, keys.upload(useCase.name, asked.uploadId), uploadRecordSchema);
  if (found?.data.createdBy !== asked.by)
    throw notFound('you have no upload of this id; uploads are kept for a day', {
      field: 'uploadId',
      got: 'an id that no upload of yours has',
      expected: 'one that POST /datasets/uploads gave',
    });
  const { key, fileName } = found.data;
  const file = await objects.get(key);
  if (!file)
    throw conflict('the file is not there yet: PUT it to the address of the upload first', {
      field: 'uploadId',
      got: 'an upload without its file',
      expected: 'one whose file was sent',
    });
  const discard = (): Promise<void> => objects.delete(key);
  try {
    return { text: tableText(file.body), fileName, discard };
  } catch (error) {
    await discard();
    throw error;
  }
}
