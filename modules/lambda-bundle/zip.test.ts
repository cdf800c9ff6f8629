import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { zip } from './zip.ts';

const content = Buffer.from('export const handler = () => "ü";\n');

test('the same content gives the same bytes', () => {
  expect(zip([{ name: 'index.mjs', content }]).equals(zip([{ name: 'index.mjs', content }]))).toBe(true);
});

test('Python, which nobody here wrote, reads it back', () => {
  const folder = mkdtempSync(join(tmpdir(), 'zip-'));
  try {
    const path = join(folder, 'code.zip');
    writeFileSync(
      path,
      zip([
        { name: 'index.mjs', content },
        { name: 'b.txt', content: Buffer.alloc(0) },
      ]),
    );
    execFileSync('python3', ['-m', 'zipfile', '-t', path]);
    execFileSync('python3', ['-m', 'zipfile', '-e', path, folder]);
    expect(readFileSync(join(folder, 'index.mjs'))).toEqual(content);
    expect(readFileSync(join(folder, 'b.txt'))).toHaveLength(0);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
