import { isFatal } from '../doctor/check.ts';
import { UsageError } from '../errors.ts';

const denied = /^(AccessDenied(Exception)?|UnauthorizedOperation)$/;
const notThere = /^(ResourceNotFoundException|NoSuchBucket|TableNotFoundException)$/;

/**
 * A call to AWS whose usual troubles become one sentence that says what to do.
 * @param place whose account is asked.
 * @param resource what is asked for, by its name.
 * @throws UsageError without credentials or permission, and where there is nothing of this name; else what came.
 */
export async function askingAws<T>(
  place: { readonly env: string; readonly accountId: string },
  resource: string,
  call: () => Promise<T>,
): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const { name, message } = error;
    const cause = { cause: error };
    if (isFatal(error))
      throw new UsageError(
        `AWS cannot be asked (${name}: ${message}); give credentials of account ${place.accountId}, as by aws sso login, or start the emulator: npm run emulator -- up`,
        cause,
      );
    if (denied.test(name))
      throw new UsageError(
        `${resource}: no permission (${message}); take a role that may (docs/security.md)`,
        cause,
      );
    if (notThere.test(name))
      throw new UsageError(
        `${resource}: got nothing of this name in account ${place.accountId}, expected what npm run deploy -- --env ${place.env} makes`,
        cause,
      );
    throw error;
  }
}
