import type { SignedUrls } from '../../domain/ports.ts';
import type { Environment } from './environment.ts';
import { s3SignedUrls } from './s3-signed-urls.ts';

/**
 * Addresses of photographs and of nothing else: a factory of its own, since by it the permissions are known that signing by
 * hand needs (tests/iam/needed-actions.ts).
 * @throws InvalidInputError that names a missing variable.
 */
export function s3PhotographDownloads(environment: Environment): Pick<SignedUrls, 'download'> {
  const addresses = s3SignedUrls(environment);
  return { download: (key, fileName) => addresses.download(key, fileName) };
}
