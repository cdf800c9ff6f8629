import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, test } from '@jest/globals';

const root = path.join(import.meta.dirname, '../..');
const folders: string[] = [];
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

/** `npm run synth`, as a process of its own. Gives the JSON of each stack by its id. */
async function synth(nodeOptions: readonly string[]): Promise<ReadonlyMap<string, Stack>> {
  const outdir = await mkdtemp(path.join(tmpdir(), 'synth-'));
  folders.push(outdir);
  await promisify(execFile)(process.execPath, [...nodeOptions, '--no-warnings', 'stacks/synth.ts'], {
    cwd: root,
    env: { ...process.env, CDKTF_OUTDIR: outdir, NODE_OPTIONS: '' },
  });
  const ids = await readdir(path.join(outdir, 'stacks'));
  const stacks = ids.map(async (id) => {
    const text = await readFile(path.join(outdir, 'stacks', id, 'cdk.tf.json'), 'utf8');
    return [id, JSON.parse(text) as Stack] as const;
  });
  return new Map(await Promise.all(stacks));
}

interface Stack {
  readonly '//': { readonly metadata: { readonly version: string } };
}
const withoutVersion = ({ '//': { metadata }, ...rest }: Stack) => ({
  ...rest,
  metadata: { ...metadata, version: '' },
});

test('the same sources give the same Terraform under cdktn, but for its version', async () => {
  const before = await synth([]);
  const after = await synth(['--import', './tests/stacks/under-cdktn.mjs']);
  expect([...after.keys()]).toEqual([...before.keys()]);
  for (const [id, stack] of before) {
    expect(stack['//'].metadata.version).toBe('0.21.0');
    const other = after.get(id)!;
    expect(other['//'].metadata.version).toBe('0.24.0');
    expect(withoutVersion(other)).toEqual(withoutVersion(stack));
  }
}, 60_000);

test('a typo in an environment or on the command line ends in one line', async () => {
  const failed = await promisify(execFile)(
    process.execPath,
    ['--no-warnings', 'stacks/synth.ts', '--env', 'deev'],
    {
      cwd: root,
    },
  ).catch((error: unknown) => error as { code: number; stderr: string });
  expect(failed).toMatchObject({
    code: 1,
    stderr: '--env: got "deev", expected one of dev, staging, prod, hipaa\n',
  });
});
