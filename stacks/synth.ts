import path from 'node:path';
import { parseArgs } from 'node:util';
import { useCases } from '../usecases/index.ts';
import { makeApp } from './app.ts';
import { environmentNamed, environments } from './environments/index.ts';
import { bundleAll } from './functions/bundles.ts';

/** `npm run synth [-- --env dev]`: writes the stacks as Terraform JSON below cdktf.out (or CDKTF_OUTDIR, which the CLI sets). */
async function main(): Promise<void> {
  const startedAt = performance.now();
  const { values } = parseArgs({ options: { env: { type: 'string' } } });
  const wanted = values.env === undefined ? environments : [environmentNamed(values.env)];
  const outdir = process.env['CDKTF_OUTDIR'] ?? path.join(import.meta.dirname, '../cdktf.out');
  const bundles = await bundleAll();
  const bundled = performance.now();
  const app = makeApp({
    outdir,
    environments: wanted,
    useCases: useCases.names.map((name) => useCases.get(name)),
    bundles,
  });
  app.synth();
  const made = [...bundles.values()].filter(({ fromCache }) => !fromCache).length;
  const seconds = (from: number, to: number): string => ((to - from) / 1000).toFixed(1);
  process.stderr.write(
    `${app.node.children.length} stacks of ${wanted.map(({ name }) => name).join(', ')} in ${path.relative('', outdir) || '.'}: ` +
      `bundles ${seconds(startedAt, bundled)} s (${made} made, ${bundles.size - made} as they were), ` +
      `stacks ${seconds(bundled, performance.now())} s\n`,
  );
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
