/**
 * `npm run smoke:bundles`: imports the bundle of every function into the Node that runs this, as Lambda does at a cold
 * start. CI runs it on the Node of the Lambda runtime, which is older than that of the development.
 */
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundleAll } from '../../stacks/functions/bundles.ts';
import { contracts } from '../../stacks/functions/contracts.ts';
import { run } from './texts.ts';

await run('smoke:bundles', async () => {
  process.env['AWS_REGION'] ??= 'eu-central-1';
  for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']) process.env[name] ??= 'placeholder';
  for (const name of new Set(contracts.flatMap(({ environment }) => [...environment])))
    process.env[name] ??= placeholderOf(name);
  const bundles = await bundleAll();
  for (const { name, codePath } of bundles.values()) {
    const module: unknown = await import(pathToFileURL(path.resolve(codePath)).href);
    const handler: unknown =
      typeof module === 'object' && module !== null && 'handler' in module ? module.handler : undefined;
    if (typeof handler !== 'function')
      throw new Error(`${name}: its bundle exports ${typeof handler} as handler, expected a function`);
  }
  return `${bundles.size} bundles import on Node ${process.versions.node}`;
});

/** Of the right shape; nothing is called by it. */
function placeholderOf(name: string): string {
  if (name.endsWith('STATE_MACHINE_ARN'))
    return 'arn:aws:states:eu-central-1:123456789012:stateMachine:placeholder';
  if (name.endsWith('_ARN')) return 'arn:aws:sns:eu-central-1:123456789012:placeholder';
  if (name.endsWith('_URL')) return 'https://placeholder.example';
  return /(SECONDS|DAYS|COUNT|ROWS|MINUTES|HOURS)$/.test(name) ? '60' : 'placeholder';
}
