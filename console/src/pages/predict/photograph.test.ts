import { expect, test } from '@jest/globals';
import { inBase64, photographProblem } from './photograph.ts';

const jpeg = Uint8Array.of(0xff, 0xd8, 0xff, 0xe0);
const png = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

test.each([
  [jpeg, 4_000_000, undefined],
  [png, 10, undefined],
  [jpeg, 4_000_001, /more than 4 MB/],
  [new Uint8Array(), 0, /is empty/],
  [Uint8Array.of(0x47, 0x49, 0x46), 10, /neither a JPEG nor a PNG/],
])('a file that begins with %j of %i bytes', (first, size, problem) => {
  const told = photographProblem(first, size);
  if (problem === undefined) expect(told).toBeUndefined();
  else expect(told).toMatch(problem);
});

test('base64 of any size is that of Node', async () => {
  const bytes = Uint8Array.from({ length: 10_001 }, (_, i) => (i * 31) % 256);
  expect(await inBase64(new Blob([bytes]))).toBe(Buffer.from(bytes).toString('base64'));
});
