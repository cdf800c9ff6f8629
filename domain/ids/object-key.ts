import { InvalidInputError } from '../validation/parse.ts';

const maxBytes = 1024;

/**
 * The key itself, where it is one that every object store of the platform can hold: `a/b/c`, 1 to 1,024 bytes of UTF-8
 * (the limit of S3), no empty part, no `.` or `..`, no control character, no backslash.
 * @throws InvalidInputError; the message does not repeat the key, which may come from outside.
 */
export function checkedObjectKey(key: string): string {
  const problem = problemOf(key);
  if (problem === undefined) return key;
  throw new InvalidInputError('object key', [
    { field: 'key', got: problem, expected: 'parts joined by single slashes, such as models/7/model.json' },
  ]);
}

/** What stands before a key's last part, with the slash at its end: the files of a version lie beside each other. */
export const folderOfKey = (key: string): string => key.slice(0, key.lastIndexOf('/') + 1);

function problemOf(key: string): string | undefined {
  if (key === '') return 'an empty key';
  if (Buffer.byteLength(key) > maxBytes) return `more than ${maxBytes} bytes`;
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  if (/[\u0000-\u001f\u007f\\]/.test(key)) return 'a control character or a backslash';
  const parts = key.split('/');
  if (parts.includes('')) return 'a slash at an end, or two in a row';
  if (parts.includes('.') || parts.includes('..')) return 'a part that is . or ..';
  return undefined;
}
