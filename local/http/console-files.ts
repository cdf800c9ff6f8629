import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { readFile } from 'node:fs/promises';
import path from 'node:path';

export interface ConsoleOptions {
  /** Where the built console lies (index.html, assets/). */
  readonly folder: string;
  /** Origins beside its own that the page talks to: the issuer's, if that is elsewhere. */
  readonly origins?: readonly string[];
}

/** Answers what the API has no route for; undefined where the console has nothing there either. */
export type ConsoleFiles = (
  pathname: string,
  accept: string,
) => Promise<APIGatewayProxyStructuredResultV2 | undefined>;

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** A name below the folder: parts of letters, digits, dashes and dots, none of which begins with a dot. */
const fileName = /^\/([\w-][\w.-]*\/)*[\w-][\w.-]*\.(html|js|css|svg|woff2)$/;

/**
 * The console's files, as CloudFront gives them on AWS: assets for ever (their names hold their hash), the page itself always
 * anew, and the page too for every address of its own, so that it can be reloaded anywhere.
 */
export function consoleFiles({ folder, origins = [] }: ConsoleOptions): ConsoleFiles {
  const security = securityHeaders(origins);
  const file = async (name: string, status = 200): Promise<APIGatewayProxyStructuredResultV2 | undefined> => {
    const body = await readFile(path.join(folder, name)).catch(() => undefined);
    if (!body) return undefined;
    return {
      statusCode: status,
      headers: {
        ...security,
        'content-type': types[path.extname(name)] ?? 'application/octet-stream',
        'cache-control': name.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
      },
      body: body.toString('base64'),
      isBase64Encoded: true,
    };
  };
  return async (pathname, accept) => {
    if (fileName.test(pathname)) return file(pathname);
    return pathname === '/' || accept.includes('text/html') ? file('/index.html') : undefined;
  };
}

const securityHeaders = (origins: readonly string[]): Record<string, string> => ({
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    // Material UI writes its styles into the page.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    ['connect-src', "'self'", ...origins].join(' '),
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  'cross-origin-opener-policy': 'same-origin',
});
