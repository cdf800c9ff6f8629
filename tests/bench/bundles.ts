import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { bundleFunctions } from '../../modules/lambda-bundle/bundle.ts';
import { median, tableText } from './table.ts';

const run = promisify(execFile);
const runs = 5;

/** Milliseconds to import a bundle in a fresh process, the median of several; with what the process itself costs taken off. */
async function importMilliseconds(codePath: string): Promise<number> {
  const script = `const t=performance.now();await import(${JSON.stringify(pathToFileURL(codePath).href)}).catch(()=>undefined);console.log(performance.now()-t)`;
  const times: number[] = [];
  for (let i = 0; i < runs; i += 1) {
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script], {
      env: { ...process.env, AWS_REGION: 'eu-central-1' },
    });
    times.push(Number(stdout));
  }
  return median(times);
}

/** Bytes of the bundle without the AWS SDK: what is ours and middy's. */
async function bytesWithoutSdk(entryPath: string): Promise<number> {
  const result = await build({
    entryPoints: [entryPath],
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    target: 'node22',
    write: false,
    external: ['@aws-sdk/*', '@smithy/*'],
    logLevel: 'error',
  });
  return result.outputFiles[0]?.contents.byteLength ?? 0;
}

/** Size and import time of each function's bundle. */
export async function benchBundles(root: string): Promise<void> {
  const names = readdirSync(join(root, 'functions')).filter((name) =>
    existsSync(join(root, 'functions', name, 'lambda.ts')),
  );
  const entries = names.map((name) => ({ name, entryPath: join(root, 'functions', name, 'lambda.ts') }));
  // As the stacks bundle them: Lambda gives keys by environment variables, the SDK's other ways to find them stay out.
  const aliases = {
    '@aws-sdk/credential-provider-node': join(root, 'functions/adapters/lambda-credentials.ts'),
  };
  const outDir = join(root, '.cache/bench-bundles');
  const bundles = await bundleFunctions(entries, { rootDir: root, outDir, aliases });
  const rows: string[][] = [];
  for (const [i, bundle] of bundles.entries()) {
    const entry = entries[i];
    if (!entry) continue;
    const without = await bytesWithoutSdk(entry.entryPath);
    rows.push([
      entry.name,
      (bundle.codeBytes / 1024).toFixed(0),
      (without / 1024).toFixed(0),
      (await importMilliseconds(bundle.codePath)).toFixed(0),
    ]);
  }
  console.log(
    tableText(['function (esbuild, minified, ESM)', 'KiB', 'KiB without AWS SDK', 'import ms'], rows),
  );
}
