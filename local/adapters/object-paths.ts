import path from 'node:path';
import { checkedObjectKey } from '../../domain/ids/object-key.ts';

/** File systems take 255 bytes for a name; longer parts of a key become folders in folders. */
const maxNameLength = 200;
const continued = '%-';

/**
 * Where the object of a key lies below the store's folder. Keys are freer than file names: what is not a letter, digit,
 * `.`, `-` or `_` is written as its UTF-8 bytes (`%20`). A key may be another one's folder (`a` and `a/b`): folders with a
 * dot and files without one get a `%` at the end, so that the two never meet.
 */
export function pathOfKey(key: string): string {
  const parts = checkedObjectKey(key).split('/');
  const names = parts.flatMap((part, i) => {
    const name = encodePart(part);
    const isFile = i === parts.length - 1;
    return chunks(name.includes('.') === isFile ? name : `${name}%`);
  });
  return path.join(...names);
}

/** The key of a file, from its path below the store's folder. */
export function keyOfPath(file: string): string {
  const names = file.split(path.sep);
  const joined: string[] = [];
  let open = '';
  for (const name of names) {
    if (name.endsWith(continued)) {
      open += name.slice(0, -continued.length);
      continue;
    }
    joined.push(decodePart(open + name));
    open = '';
  }
  return joined.join('/');
}

const encodePart = (part: string): string =>
  part.replace(/[^A-Za-z0-9._-]/gu, (character) =>
    Array.from(Buffer.from(character), (byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
  );

const decodePart = (name: string): string =>
  decodeURIComponent(name.endsWith('%') ? name.slice(0, -1) : name);

/** Cut only between escapes, so that no piece ends in the middle of `%20`. */
function chunks(name: string): string[] {
  if (name.length <= maxNameLength) return [name];
  let at = maxNameLength;
  while (/%[0-9a-f]?$/.test(name.slice(0, at))) at -= 1;
  return [name.slice(0, at) + continued, ...chunks(name.slice(at))];
}
