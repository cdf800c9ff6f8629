/**
 * `npm run smoke:bundles`: imports the bundle of every function into the Node that runs this, as Lambda does at a cold
 * start. CI runs it on the Node of the Lambda runtime, which is older than that of the development.
 */
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundleAll } from '../../stacks/functions/bundles.ts';
import { lambdaEnvironment } from './lambda-environment.ts';
import { run } from './texts.ts';

await run('smoke:bundles', async () => {
  const bundles = await bundleAll();
  for (const { name, codePath } of bundles.values()) {
    Object.assign(process.env, lambdaEnvironment(name));
    const module: unknown = await import(pathToFileURL(path.resolve(codePath)).href);
    const handler: unknown =
      typeof module === 'object' && module !== null && 'handler' in module ? module.handler : undefined;
    if (typeof handler !== 'function')
      throw new Error(`${name}: its bundle exports ${typeof handler} as handler, expected a function`);
  }
  return `${bundles.size} bundles import on Node ${process.versions.node}`;
});
