import { largestPhotographBytes } from '../../../../domain/serving/photograph.ts';

/** What is wrong with a file, in a sentence for who chose it; undefined where it may be sent. */
export function photographProblem(first: Uint8Array, size: number): string | undefined {
  if (size === 0) return 'The file is empty.';
  if (!isJpeg(first) && !isPng(first))
    return 'This is neither a JPEG nor a PNG. Export the photograph as one of them and choose it again.';
  if (size > largestPhotographBytes)
    return `The file has more than ${largestPhotographBytes / 1_000_000} MB. Save the photograph smaller and choose it again.`;
  return undefined;
}

const begins = (bytes: Uint8Array, signature: readonly number[]): boolean =>
  signature.every((byte, i) => bytes[i] === byte);
const isJpeg = (bytes: Uint8Array): boolean => begins(bytes, [0xff, 0xd8, 0xff]);
const isPng = (bytes: Uint8Array): boolean => begins(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** @throws Error where the browser cannot read the file (any more). */
export async function inBase64(file: Blob): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = '';
  // As arguments of one call a few thousand bytes are the most.
  for (let i = 0; i < bytes.length; i += 4_096) text += String.fromCharCode(...bytes.subarray(i, i + 4_096));
  return btoa(text);
}
