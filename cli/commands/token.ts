import { UsageError } from '../errors.ts';
import { tokenFor } from '../io/token.ts';

/** `modelkeep token`: an access token for curl and scripts against the platform on this machine. */
export async function runToken(options: { readonly url: string; readonly user: string }): Promise<number> {
  const token = await tokenFor(options.url, options.user).catch((cause: unknown) => {
    throw new UsageError(
      `${options.url}: nothing answers there; start a platform with \`npx modelkeep start\`, or name another one with --url`,
      { cause },
    );
  });
  if (token === undefined)
    throw new UsageError(
      `${options.url}: gives no tokens to commands; sign in there, and set MODELKEEP_TOKEN`,
    );
  process.stdout.write(`${token}\n`);
  return 0;
}
