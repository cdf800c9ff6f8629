import { objectRoomOf, uploadsPrefix } from '../../functions/adapters/contract.ts';
import type { Names } from '../names.ts';
import type { Environment } from '../environments/schema.ts';

/**
 * What the console's page may load and call: its own files, the API, the sign-in and the bucket of uploads.
 * Without a domain of one's own the API's host is only known after it is made, so that every HTTP API of the region is
 * allowed: the page still talks to the one in its config.json.
 */
export function contentSecurityPolicy(names: Names, { region, web }: Environment): string {
  const api = web.apiDomain
    ? `https://${web.apiDomain.name}`
    : `https://*.execute-api.${region}.amazonaws.com`;
  const signIn = [
    `https://cognito-idp.${region}.amazonaws.com`,
    `https://${names.signInPrefix}.auth.${region}.amazoncognito.com`,
  ];
  const uploads = `https://${names.bucket(objectRoomOf(uploadsPrefix))}.s3.${region}.amazonaws.com`;
  const directives: Readonly<Record<string, readonly string[]>> = {
    'default-src': ["'none'"],
    'script-src': ["'self'"],
    // Styles are made while the page runs; scripts are not.
    'style-src': ["'self'", "'unsafe-inline'"],
    // Photographs to review lie where uploads do.
    'img-src': ["'self'", 'data:', 'blob:', uploads],
    'font-src': ["'self'"],
    'manifest-src': ["'self'"],
    'connect-src': ["'self'", api, ...signIn, uploads],
    'form-action': ["'self'"],
    'base-uri': ["'none'"],
    'frame-ancestors': ["'none'"],
  };
  return Object.entries(directives)
    .map(([name, sources]) => `${name} ${sources.join(' ')}`)
    .join('; ');
}
