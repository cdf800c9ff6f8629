import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';

/** The body, or why it is not taken. */
export async function readBody(
  request: IncomingMessage,
  limitBytes: number,
): Promise<Buffer | 'too-large' | 'broken-off'> {
  if (Number(request.headers['content-length'] ?? 0) > limitBytes) return 'too-large';
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    // The answer still has to go out on its socket.
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      // Without an encoding set, a request gives buffers.
      const part = chunk as Buffer;
      bytes += part.length;
      if (bytes > limitBytes) return 'too-large';
      chunks.push(part);
    }
  } catch {
    return 'broken-off';
  }
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
}

/** JSON is UTF-8; anything else would reach the function as other characters than were sent. */
export const isBrokenText = (contentType: string | undefined, body: Buffer): boolean =>
  /json|^text\//i.test(contentType ?? '') && !isUtf8(body);
