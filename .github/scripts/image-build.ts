/** `npm run image:build [-- NAME...]`: builds the images of pipelines/containers as `modelkeep-<name>`. Needs Docker. */
import { imagesNamed, sourceOf } from './images.ts';
import { runProgram } from './programs.ts';
import { run } from './texts.ts';

await run('image:build', async (names) => {
  const images = imagesNamed(names);
  for (const image of images) {
    const { folder, target } = await sourceOf(image);
    const stage = target === undefined ? [] : ['--target', target];
    runProgram('docker', ['build', '--tag', `modelkeep-${image}`, ...stage, folder]);
  }
  return images.map((image) => `modelkeep-${image}`).join(', ');
});
