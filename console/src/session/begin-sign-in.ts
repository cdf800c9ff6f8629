import { UserManager } from 'oidc-client-ts';
import type { ConsoleConfig } from '../../../domain/api/console-config.ts';
import { askAgain } from './ask-again.ts';
import { isAnswer } from './coming-in.ts';
import { settingsOf } from './issuer.ts';
import { keepMetadata } from './kept-metadata.ts';

/** Leaves for the issuer; who comes back is brought to where they were. @throws Error where the issuer cannot be reached. */
export async function beginSignIn(config: ConsoleConfig): Promise<void> {
  const manager = new UserManager(settingsOf(config));
  keepMetadata(config.authority, await manager.metadataService.getMetadata());
  // An answer that led nowhere is not a place to come back to.
  const search = isAnswer(location.search) ? '' : location.search;
  await manager.signinRedirect({
    state: location.pathname + search,
    ...(askAgain.take(sessionStorage) ? { prompt: 'login' } : {}),
  });
}
