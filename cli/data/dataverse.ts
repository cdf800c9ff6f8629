import * as z from 'zod/mini';
import { parseWith } from '../../domain/validation/parse.ts';
import { FetchError, networkReason } from './errors.ts';
import type { RemoteFile, Source } from './sources.ts';

const answerSchema = z.object({
  data: z.array(
    z.object({
      label: z.string(),
      dataFile: z.object({
        id: z.number(),
        filesize: z.optional(z.number()),
        originalFileSize: z.optional(z.number()),
        checksum: z.optional(z.object({ type: z.string(), value: z.string() })),
      }),
    }),
  ),
});

const algorithms: Readonly<Record<string, 'sha256' | 'md5'>> = { 'SHA-256': 'sha256', MD5: 'md5' };
/** A list of some dozen files. */
const listSeconds = 60;

type OfDataverse = Exclude<Source['files'], readonly RemoteFile[]>;

/**
 * The files of a Dataverse dataset that are wanted, with the checksums that it states (Native API, "List Files in a Dataset").
 * @throws FetchError where it cannot be reached or has no such file.
 */
export async function dataverseFiles(source: OfDataverse): Promise<RemoteFile[]> {
  const url = `${source.dataverse}/api/datasets/:persistentId/versions/:latest-published/files?persistentId=${source.persistentId}`;
  const answer = await fetch(url, { signal: AbortSignal.timeout(listSeconds * 1000) }).catch(
    (error: unknown) => {
      throw new FetchError(
        `${source.dataverse}: got no answer (${networkReason(error)}), expected the list of files of ${source.persistentId}; connect to the network, or give a mirror by --mirror`,
        { cause: error },
      );
    },
  );
  if (!answer.ok)
    throw new FetchError(`${source.dataverse}: got status ${answer.status}, expected the list of files`);
  const { data } = parseWith(answerSchema, await answer.json(), 'list of files');
  return Object.entries(source.take).map(([beginning, name]) => {
    const found = data.find(({ label }) => label.startsWith(beginning));
    if (!found)
      throw new FetchError(
        `${source.persistentId}: got no file ${beginning}, expected it among ${data.length} files`,
      );
    const { id, filesize, originalFileSize, checksum } = found.dataFile;
    // A table is served as tab-separated unless its original is asked for; then sum and size of the other do not hold.
    const isTable = originalFileSize !== undefined;
    const algorithm = checksum && algorithms[checksum.type];
    return {
      name,
      url: `${source.dataverse}/api/access/datafile/${id}${isTable ? '?format=original' : ''}`,
      bytes: isTable ? originalFileSize : filesize,
      ...(isTable || !algorithm ? {} : { checksum: { algorithm, hex: checksum.value.toLowerCase() } }),
    };
  });
}
