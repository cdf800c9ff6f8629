import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { contentTag, imagesNamed, sourceOf } from '../../.github/scripts/images.ts';
import { containerImages } from '../../domain/serving/container-images.ts';

const root = path.join(import.meta.dirname, '../..');
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'images-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** A program that writes down how it was called, with its input, and does what `script` says. */
const program = (name: string, script: string): void => {
  writeFileSync(path.join(folder, name), `#!/bin/sh\necho "${name} $*" >> "${folder}/calls"\n${script}\n`, {
    mode: 0o755,
  });
};
const push = () => {
  const { status, stderr } = spawnSync(
    process.execPath,
    [path.join(root, '.github/scripts/image-push.ts'), '--env', 'dev'],
    {
      cwd: root,
      encoding: 'utf8',
      env: {
        ...process.env,
        PATH: `${folder}:${process.env['PATH'] ?? ''}`,
        MODELKEEP_IMAGE_TAG: 'content-1',
      },
    },
  );
  const calls = readFileSync(path.join(folder, 'calls'), 'utf8').trim().split('\n');
  return { status, stderr, calls };
};
const host = '111122223333.dkr.ecr.eu-central-1.amazonaws.com';

test('every image has a source with a Dockerfile', async () => {
  for (const image of containerImages) {
    const { folder: source, target } = await sourceOf(image);
    const dockerfile = readFileSync(path.join(source, 'Dockerfile'), 'utf8');
    if (target !== undefined) expect(dockerfile).toContain(` AS ${target}\n`);
  }
  expect(() => imagesNamed(['tabluar'])).toThrow('images: got tabluar, expected some of tabular');
});

test('the tag is another one with other contents, and the same with other tests', async () => {
  const images = imagesNamed(['tabular']);
  const whole = await contentTag(images, () => ['Dockerfile', 'requirements.lock']);
  expect(whole).toMatch(/^content-[0-9a-f]{16}$/);
  expect(await contentTag(images, () => ['Dockerfile', 'requirements.lock', 'tests/x.py', 'README.md'])).toBe(
    whole,
  );
  expect(await contentTag(images, () => ['Dockerfile'])).not.toBe(whole);
});

test('what is there is not pushed again', () => {
  program('aws', 'echo "{}"');
  program('docker', 'exit 1');
  const { status, calls } = push();
  expect(status).toBe(0);
  expect(calls.filter((call) => !call.includes(' ecr describe-images '))).toEqual([]);
});

test('what is missing is built and pushed under the tag of the stacks, and the password stands in no command', () => {
  program(
    'aws',
    'case $2 in describe-images) echo "An error occurred (ImageNotFoundException)" >&2; exit 254;; *) echo the-password;; esac',
  );
  program('docker', `[ "$1" != login ] || cat > "${folder}/given"`);
  const { status, stderr, calls } = push();
  expect({ status, stderr }).toEqual({ status: 0, stderr: expect.not.stringContaining('the-password') });
  expect(readFileSync(path.join(folder, 'given'), 'utf8')).toBe('the-password\n');
  expect(calls.join('\n')).not.toContain('the-password');
  const docker = calls.filter((call) => call.startsWith('docker '));
  expect(docker[0]).toBe(`docker login --username AWS --password-stdin ${host}`);
  const pushed = docker.filter((call) => call.startsWith('docker push'));
  expect(pushed.length).toBeGreaterThan(0);
  for (const call of pushed) expect(call).toMatch(new RegExp(`${host}/modelkeep-dev/[a-z-]+:content-1$`));
});

test('a repository that is not there fails, and says so', () => {
  program('aws', 'echo "An error occurred (RepositoryNotFoundException): no such repository" >&2; exit 254');
  program('docker', 'exit 1');
  expect(push()).toMatchObject({ status: 1, stderr: expect.stringContaining('RepositoryNotFoundException') });
});
