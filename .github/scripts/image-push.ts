/**
 * `npm run image:push -- --env NAME`: builds the images that the environment's use cases run, and pushes each into its
 * repository under the tag that the stacks name, unless it is there: tags never move. Needs Docker, the AWS CLI and the
 * deployment's role, and the repositories, which the phase `images` makes.
 */
import { parseArgs } from 'node:util';
import { environmentNamed } from '../../stacks/environments/index.ts';
import { neededImages } from '../../stacks/images/images-stack.ts';
import { imageTag, Names } from '../../stacks/names.ts';
import { useCases } from '../../usecases/index.ts';
import { sourceOf } from './images.ts';
import { ProgramFailure, runProgram } from './programs.ts';
import { run } from './texts.ts';

await run('image:push', async (args) => {
  const { env } = parseArgs({ args: [...args], options: { env: { type: 'string' } } }).values;
  if (env === undefined) throw new Error('expected --env NAME');
  const environment = environmentNamed(env);
  const names = new Names(environment);
  const needed = neededImages(useCases.names.map((name) => useCases.get(name)));
  const missing = needed.filter((image) => !isThere(names.repository(image), environment.region));
  const [first] = missing;
  if (first === undefined) return `${needed.length} images are there under ${imageTag}`;
  signIn(names.imageUri(first).split('/')[0] ?? '', environment.region);
  for (const image of missing) {
    const uri = names.imageUri(image);
    const { folder, target } = await sourceOf(image);
    const stage = target === undefined ? [] : ['--target', target];
    runProgram('docker', ['build', '--platform', 'linux/amd64', '--tag', uri, ...stage, folder]);
    runProgram('docker', ['push', '--quiet', uri]);
  }
  return `pushed ${missing.join(', ')} under ${imageTag}`;
});

function isThere(repository: string, region: string): boolean {
  const image = ['--repository-name', repository, '--image-ids', `imageTag=${imageTag}`];
  try {
    runProgram('aws', ['ecr', 'describe-images', '--region', region, ...image], { answer: true });
    return true;
  } catch (error) {
    if (error instanceof ProgramFailure && error.message.includes('ImageNotFoundException')) return false;
    throw error;
  }
}

/** The password goes from one program to the other and nowhere else. */
function signIn(host: string, region: string): void {
  const password = runProgram('aws', ['ecr', 'get-login-password', '--region', region], { answer: true });
  runProgram('docker', ['login', '--username', 'AWS', '--password-stdin', host], { input: password });
}
