/**
 * `node tests/plan/make-plans.ts [STACK_FOLDER]`: applies a stack to the emulator by the real Terraform, edits it in ten
 * ways and records the plan of each under tests/plan/recorded/. STACK_FOLDER holds a cdk.tf.json as `app.synth()`
 * writes it; without it, tests/plan/stack is taken. Needs terraform, .venv/emulator, and TF_PLUGIN_MIRROR where there is
 * no way to the registry.
 */
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { zip } from '../../modules/lambda-bundle/zip.ts';
import { startEmulator } from '../support/emulator.ts';
import { openStack } from '../terraform/harness.ts';
import { edits, type StackConfig } from './edits.ts';
import { trimPlan } from './trim.ts';

const recorded = path.join(import.meta.dirname, 'recorded');

async function makePlans(stackFolder: string): Promise<void> {
  const emulator = await startEmulator();
  const folder = await mkdtemp(path.join(tmpdir(), 'plans-'));
  Object.assign(process.env, emulator.env);
  try {
    await cp(stackFolder, folder, { recursive: true });
    await writeFile(
      path.join(folder, 'function.zip'),
      zip([{ name: 'index.mjs', content: Buffer.from('export const handler = async () => "here";\n') }]),
    );
    const stack = await openStack(folder);
    try {
      await stack.init();
      await stack.terraform('apply', '-auto-approve', '-input=false', '-no-color');
      const file = path.join(folder, 'cdk.tf.json');
      const original = await readFile(file, 'utf8');
      await mkdir(recorded, { recursive: true });
      for (const [name, edit] of Object.entries(edits)) {
        const config = JSON.parse(original) as StackConfig;
        edit(config);
        await writeFile(file, JSON.stringify(config));
        const plan = path.join(folder, 'plan.bin');
        await stack.terraform('plan', '-input=false', '-no-color', '-lock=false', `-out=${plan}`);
        const shown = JSON.parse(await stack.terraform('show', '-json', plan)) as Parameters<
          typeof trimPlan
        >[0];
        const text = JSON.stringify(trimPlan(shown, emulator.url), null, 1);
        await writeFile(path.join(recorded, `${name}.json`), `${text}\n`);
        process.stdout.write(`${name}: ${text.length} characters\n`);
      }
    } finally {
      await stack.close();
    }
  } finally {
    await emulator.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

await makePlans(path.resolve(process.argv[2] ?? path.join(import.meta.dirname, 'stack')));
