import { readdir } from 'node:fs/promises';
import path from 'node:path';

export interface SiteFile {
  /** Path below the folder, with slashes: the object's key. */
  readonly key: string;
  readonly path: string;
  readonly contentType: string;
  readonly cacheControl: string;
}

const contentTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};

/**
 * The files of a built page in the order in which they have to be put: the page itself comes last, when everything that it
 * names is there. Files that begin with a dot are the build's own.
 * @throws Error for a file of a type that is not known: a browser would not run it.
 */
export async function siteFiles(folder: string): Promise<readonly SiteFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => {
      const file = path.join(entry.parentPath, entry.name);
      return describe(path.relative(folder, file).split(path.sep).join('/'), file);
    })
    .sort((a, b) => Number(isPage(a.key)) - Number(isPage(b.key)) || (a.key < b.key ? -1 : 1));
}

const isPage = (key: string): boolean => key.endsWith('.html');

function describe(key: string, file: string): SiteFile {
  const contentType = contentTypes[path.extname(key)];
  if (contentType === undefined)
    throw new Error(
      `${key}: got a file of an unknown type, expected one of ${Object.keys(contentTypes).join(' ')}`,
    );
  return {
    key,
    path: file,
    contentType,
    // What lies in assets/ carries the hash of its content in its name.
    cacheControl: key.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
  };
}
