import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { containerImages } from '../../domain/serving/container-images.ts';
import { bundleImage } from '../../pipelines/containers/bundle.ts';

const root = path.join(import.meta.dirname, '../..');
export type Image = (typeof containerImages)[number];

/** An image was asked for that there is not, or a program that images need did not do its work. */
export class ImageError extends Error {
  override readonly name = 'ImageError';
}

/** @returns the images of these names; all where none is named. */
export function imagesNamed(names: readonly string[]): readonly Image[] {
  const unknown = names.filter((name) => !containerImages.some((image) => image === name));
  if (unknown.length > 0)
    throw new ImageError(`images: got ${unknown.join(', ')}, expected some of ${containerImages.join(', ')}`);
  return names.length === 0 ? containerImages : containerImages.filter((image) => names.includes(image));
}

/** What `docker build` is given. */
export interface ImageSource {
  readonly image: Image;
  /** Folder that is sent to the builder, with the Dockerfile in it. */
  readonly folder: string;
  /** Stage of the Dockerfile; its last one where undefined. */
  readonly target?: string;
}

/**
 * Where an image is built from. A Node program (it has a main.ts) is bundled first; `<name>-inference` without a folder of its
 * own is the stage `serving` of `<name>`.
 */
export async function sourceOf(image: Image): Promise<ImageSource> {
  const containers = path.join(root, 'pipelines/containers');
  const own = path.join(containers, image);
  if (existsSync(path.join(own, 'main.ts'))) return { image, folder: await bundleImage(image) };
  if (existsSync(path.join(own, 'Dockerfile'))) return { image, folder: own };
  const shared = path.join(containers, image.replace(/-inference$/, ''));
  if (shared !== own && existsSync(path.join(shared, 'Dockerfile')))
    return { image, folder: shared, target: 'serving' };
  throw new ImageError(`${image}: got no Dockerfile in ${path.relative(root, own)}, expected one`);
}

/** Of what a `.dockerignore` would leave out nothing is hashed: an image is not another one by its tests. */
const notInImages = /(^|\/)(tests|__pycache__|\.pytest_cache)\/|\.(pyc|md|in)$/;

/**
 * A tag by content: the same sources give the same images, so that a plan changes with them and with nothing else, and what is in
 * the repository already is not pushed again.
 * @param filesOf the files of a folder, relative to it.
 */
export async function contentTag(
  images: readonly Image[],
  filesOf: (folder: string) => readonly string[],
): Promise<string> {
  const hash = createHash('sha256');
  for (const image of images) {
    const { folder, target = '' } = await sourceOf(image);
    hash.update(`${image}\0${target}\0`);
    for (const file of [...filesOf(folder)].filter((name) => !notInImages.test(name)).sort())
      hash
        .update(`${file}\0`)
        .update(readFileSync(path.join(folder, file)))
        .update('\0');
  }
  return `content-${hash.digest('hex').slice(0, 16)}`;
}
