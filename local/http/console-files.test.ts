import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { consoleFiles } from './console-files.ts';

let outer: string;
let files: ReturnType<typeof consoleFiles>;
beforeAll(async () => {
  outer = await mkdtemp(path.join(tmpdir(), 'console-'));
  const folder = path.join(outer, 'dist');
  await mkdir(path.join(folder, 'assets'), { recursive: true });
  await writeFile(path.join(folder, 'index.html'), '<p>page</p>');
  await writeFile(path.join(folder, 'assets', 'a-1.js'), 'run()');
  await writeFile(path.join(folder, '.secret.js'), 'hidden');
  await writeFile(path.join(outer, 'outside.js'), 'hidden');
  files = consoleFiles({ folder, origins: ['https://issuer.example'] });
});
afterAll(() => rm(outer, { recursive: true }));

const text = async (pathname: string, accept = '*/*') => {
  const answer = await files(pathname, accept);
  return answer && Buffer.from(answer.body ?? '', answer.isBase64Encoded ? 'base64' : 'utf8').toString();
};

test('assets are kept for ever, the page is asked for anew', async () => {
  expect(await files('/assets/a-1.js', '*/*')).toMatchObject({
    headers: {
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': expect.stringContaining('immutable'),
    },
  });
  expect(await files('/', 'text/html')).toMatchObject({ headers: { 'cache-control': 'no-cache' } });
});

test('every address of the page is the page, for a browser', async () => {
  expect(await text('/breast-cancer/models/3', 'text/html,application/xhtml+xml')).toBe('<p>page</p>');
  expect(await text('/breast-cancer/models/3', 'application/json')).toBeUndefined();
  // A probe that names no type wants to know whether somebody is there.
  expect(await text('/')).toBe('<p>page</p>');
});

test('nothing outside of the folder and nothing hidden is given', async () => {
  expect(await text('/none.js', 'text/html')).toBeUndefined();
  for (const pathname of ['/../outside.js', '/assets/../../outside.js', '/.secret.js', '/assets/%2e%2e/x.js'])
    expect([pathname, await text(pathname)]).toEqual([pathname, undefined]);
});

test('the page may run its own scripts alone and talk to its issuer', async () => {
  const headers = (await files('/', 'text/html'))?.headers ?? {};
  expect(headers['content-security-policy']).toContain("script-src 'self';");
  expect(headers['content-security-policy']).toContain("connect-src 'self' https://issuer.example;");
});
