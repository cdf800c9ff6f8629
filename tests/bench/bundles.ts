import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { lambdaEnvironment } from '../../.github/scripts/lambda-environment.ts';
import { bundleAll } from '../../stacks/functions/bundles.ts';
import { sdkAlone, sdkOf } from './sdk-alone.ts';
import { median, tableText } from './table.ts';

const run = promisify(execFile);
const runs = 9;
const limits = { kilobytes: 650, timesSdk: 1.3 };

/**
 * Milliseconds to import a bundle in a fresh process, with the variables that Lambda would set. The parent's own settings of
 * Node stay out: they would change what is measured.
 */
async function importMilliseconds(codePath: string, env: Readonly<Record<string, string>>): Promise<number> {
  const url = JSON.stringify(pathToFileURL(codePath).href);
  const script = `const t=performance.now();await import(${url});console.log(performance.now()-t)`;
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script], { env: { ...env } });
  return Number(stdout);
}

/** Both in turn, several times: what else the machine does then meets both alike. The medians. */
async function importBoth(
  ours: string,
  alone: string,
  env: Readonly<Record<string, string>>,
): Promise<readonly [number, number]> {
  const times: [number[], number[]] = [[], []];
  for (let i = 0; i < runs; i += 1) {
    times[0].push(await importMilliseconds(ours, env));
    times[1].push(await importMilliseconds(alone, env));
  }
  return [median(times[0]), median(times[1])];
}

/** Size and import time of each function's bundle, beside a bundle of the same SDK clients alone. */
export async function benchBundles(root: string): Promise<void> {
  // As the stacks bundle them: Lambda gives keys by environment variables, the SDK's other ways to find them stay out.
  const aliases = {
    '@aws-sdk/credential-provider-node': path.join(root, 'functions/adapters/lambda-credentials.ts'),
  };
  const folder = path.join(root, '.cache/bench-sdk');
  await mkdir(folder, { recursive: true });
  const rows: string[][] = [];
  const over: string[] = [];
  for (const { name, codePath, codeBytes } of (await bundleAll()).values()) {
    const { used, sdkBytes } = await sdkOf(path.join(root, 'functions', name, 'lambda.ts'), root, aliases);
    const alone = path.join(folder, `${name}.mjs`);
    await writeFile(alone, await sdkAlone(used, root, aliases));
    const env = lambdaEnvironment(name);
    const [ours, sdk] = await importBoth(codePath, alone, env);
    // Without a client there is nothing to compare with.
    const times = used.size === 0 ? undefined : ours / sdk;
    if (codeBytes / 1000 > limits.kilobytes) over.push(`${name}: ${(codeBytes / 1000).toFixed(0)} KB`);
    if (times !== undefined && times > limits.timesSdk) over.push(`${name}: ${times.toFixed(2)} times`);
    rows.push([
      name,
      (codeBytes / 1000).toFixed(0),
      ((codeBytes - sdkBytes) / 1000).toFixed(0),
      ours.toFixed(0),
      used.size === 0 ? '-' : sdk.toFixed(0),
      times?.toFixed(2) ?? '-',
    ]);
  }
  console.log(
    tableText(
      [
        'function (esbuild, minified, ESM)',
        'KB',
        'KB of it no SDK',
        'import ms',
        'its SDK alone ms',
        'times',
      ],
      rows,
    ),
  );
  console.log(
    over.length === 0
      ? `all at most ${limits.kilobytes} KB, and imported in at most ${limits.timesSdk} times the time of their SDK clients alone`
      : `over ${limits.kilobytes} KB or ${limits.timesSdk} times the SDK alone: ${over.join('; ')}`,
  );
}
