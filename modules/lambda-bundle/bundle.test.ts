import { mkdtemp, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import { bundleFunctions, type Bundle } from './bundle.ts';

let root = '';
const roots: string[] = [];
const entry = { name: 'greet', entryPath: '' };

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'bundle-'));
  roots.push(root);
  await symlink(join(process.cwd(), 'node_modules'), join(root, 'node_modules'));
  entry.entryPath = join(root, 'lambda.ts');
  await writeFile(entry.entryPath, `import { word } from './word.ts'; export const handler = () => word;`);
  await writeFile(join(root, 'word.ts'), `export const word: string = 'hello';`);
});
afterAll(() => Promise.all(roots.map((folder) => rm(folder, { recursive: true }))));

async function bundle(): Promise<Bundle> {
  const [made] = await bundleFunctions([{ ...entry }], { rootDir: root });
  return made!;
}

describe('bundleFunctions', () => {
  test('the module runs by itself', async () => {
    const { codePath, codeBytes } = await bundle();
    expect((await readFile(codePath)).length).toBe(codeBytes);
    const module = (await import(pathToFileURL(codePath).href)) as { handler: () => string };
    expect(module.handler()).toBe('hello');
  });

  test('a package is taken from elsewhere, and another alias makes another bundle', async () => {
    await writeFile(
      entry.entryPath,
      `import { word } from '@some/words'; export const handler = () => word;`,
    );
    const withWords = async (file: string): Promise<Bundle> => {
      await writeFile(join(root, file), `export const word = '${file}';`);
      const aliases = { '@some/words': join(root, file) };
      const [made] = await bundleFunctions([{ ...entry }], { rootDir: root, aliases });
      return made!;
    };
    const first = await withWords('one.ts');
    expect(await readFile(first.codePath, 'utf8')).toContain('one.ts');
    expect(await withWords('one.ts')).toMatchObject({ fromCache: true });
    expect(await withWords('two.ts')).toMatchObject({ fromCache: false });
  });

  test('pino writes its lines, and comes without the workers of its transports', async () => {
    await writeFile(
      entry.entryPath,
      `import { pino } from 'pino';
      export const handler = (lines) => pino({ base: null }, { write: (line) => lines.push(line) }).info({ a: 1 }, 'said');`,
    );
    const { codePath } = await bundle();
    expect(await readFile(codePath, 'utf8')).not.toContain('worker_threads');
    const { handler } = (await import(pathToFileURL(codePath).href)) as { handler: (to: string[]) => void };
    const lines: string[] = [];
    handler(lines);
    expect(JSON.parse(lines.join(''))).toMatchObject({ a: 1, msg: 'said' });
  });

  test('a file is taken as it was prepared, and another text makes another bundle', async () => {
    const withWord = async (word: string): Promise<Bundle> => {
      const prepared = { [join(root, 'word.ts')]: `export const word: string = '${word}';` };
      const [made] = await bundleFunctions([{ ...entry }], { rootDir: root, prepared });
      return made!;
    };
    const first = await withWord('prepared');
    expect(await readFile(first.codePath, 'utf8')).toContain('prepared');
    expect(await withWord('prepared')).toMatchObject({ fromCache: true });
    expect(await withWord('anew')).toMatchObject({ fromCache: false });
  });

  test('the same sources give the same bytes in another folder, at another time', async () => {
    const first = await bundle();
    const firstZip = await readFile(first.zipPath);
    await rm(join(root, '.cache'), { recursive: true });
    await utimes(entry.entryPath, 0, 0);
    const second = await bundle();
    expect(second.fromCache).toBe(false);
    expect((await readFile(second.zipPath)).equals(firstZip)).toBe(true);
    expect(second.sha256Base64).toBe(first.sha256Base64);
  });

  test('an unchanged bundle is taken from the cache, also when files were only touched', async () => {
    const first = await bundle();
    await utimes(join(root, 'word.ts'), 0, 0);
    expect(await bundle()).toEqual({ ...first, fromCache: true });
  });

  test('a change in an imported file makes it anew', async () => {
    const first = await bundle();
    await writeFile(join(root, 'word.ts'), `export const word: string = 'goodbye';`);
    const second = await bundle();
    expect(second.fromCache).toBe(false);
    expect(second.sha256Base64).not.toBe(first.sha256Base64);
  });

  test.each(['code.zip', 'manifest.json'])('a damaged %s makes it anew', async (file) => {
    await bundle();
    await writeFile(join(root, '.cache/bundles/greet', file), '{"broken');
    expect((await bundle()).fromCache).toBe(false);
  });

  test('a CommonJS package that requires a module of Node works', async () => {
    await writeFile(join(root, 'old.cjs'), `module.exports = { words: require('node:path').sep };`);
    await writeFile(entry.entryPath, `import old from './old.cjs'; export const handler = () => old.words;`);
    const { codePath } = await bundle();
    expect(await readFile(codePath, 'utf8')).toMatch(/^import\{createRequire as/);
    const module = (await import(pathToFileURL(codePath).href)) as { handler: () => string };
    expect(module.handler()).toBe('/');
  });

  test('no banner where no package needs it', async () => {
    expect(await readFile((await bundle()).codePath, 'utf8')).not.toContain('createRequire');
  });

  test("middy's names of statuses come without all of node:http", async () => {
    await writeFile(
      entry.entryPath,
      `import { createError } from '@middy/util'; export const handler = () => createError(404).message;`,
    );
    const { codePath } = await bundle();
    expect(await readFile(codePath, 'utf8')).not.toMatch(/from ?"node:http"/);
    const module = (await import(pathToFileURL(codePath).href)) as { handler: () => string };
    expect(module.handler()).toBe('Not Found');
  });

  test('a broken source names the function, the file and the line', async () => {
    await writeFile(join(root, 'word.ts'), 'export const word = ;');
    await expect(bundle()).rejects.toThrow(/function greet .*word\.ts:1:20/s);
  });
});
