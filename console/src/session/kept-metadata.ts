import * as z from 'zod/mini';
import { parseWith } from '../../../domain/validation/parse.ts';

const metadataSchema = z.looseObject({
  issuer: z.string(),
  authorization_endpoint: z.string(),
  token_endpoint: z.string(),
});
type Metadata = z.output<typeof metadataSchema>;

const keyOf = (authority: string): string => `modelkeep.issuer:${authority}`;

/** What the issuer says of itself (OpenID Connect Discovery), as it was read in this tab; undefined where it was not. */
export function keptMetadata(authority: string): Metadata | undefined {
  const text = sessionStorage.getItem(keyOf(authority));
  if (text === null) return undefined;
  try {
    return parseWith(metadataSchema, JSON.parse(text), 'what was kept of the issuer');
  } catch {
    return undefined;
  }
}

export function keepMetadata(authority: string, metadata: object): void {
  sessionStorage.setItem(keyOf(authority), JSON.stringify(metadata));
}
