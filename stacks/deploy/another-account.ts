import { DeployUsageError } from './options.ts';
import { TerraformFailure } from './terraform.ts';

/**
 * What is wrong with the input as far as Terraform finds it: credentials of another account than the environment names. The
 * provider asks whose they are before it plans anything, the states' bucket before it is opened.
 * @returns the error in our words; any other error as it is.
 */
export function inOurWords(error: unknown): unknown {
  const account =
    error instanceof TerraformFailure
      ? /account ID not allowed: (\d{12})/i.exec(error.output)?.[1]
      : undefined;
  return account === undefined
    ? error
    : new DeployUsageError(
        `these credentials belong to the account ${account}, which is not the one that the environment names; take the right role, or correct accountId in stacks/environments`,
      );
}
