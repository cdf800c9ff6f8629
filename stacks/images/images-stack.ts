import type { Construct } from 'constructs';
import { containerImages, imagesOf } from '../../domain/serving/container-images.ts';
import type { UseCase } from '../../domain/usecase/schema.ts';
import { ContainerRepository } from '../../modules/storage/container-repository.ts';
import type { Environment } from '../environments/schema.ts';
import { PlatformStack } from '../platform-stack.ts';
import { sharedOf } from '../shared.ts';
import { trainsInJobs } from '../training/place.ts';

/** Assembles the files of each version, whatever trained it. */
export const platformImage = 'tabular-inference';

/** Of the use cases of an environment, in the order of pipelines/containers. */
export function neededImages(useCases: readonly UseCase[]): readonly (typeof containerImages)[number][] {
  const needed = new Set(
    useCases.filter(trainsInJobs).flatMap((useCase) => [platformImage, ...Object.values(imagesOf(useCase))]),
  );
  return containerImages.filter((image) => needed.has(image));
}

/** The repositories of the images. They are filled before anything that runs them is made. */
export class ImagesStack extends PlatformStack {
  constructor(scope: Construct, environment: Environment, useCases: readonly UseCase[]) {
    super(scope, { environment, kind: 'images' });
    const { keyArn } = sharedOf(this);
    for (const image of neededImages(useCases)) {
      const repository = new ContainerRepository(this, image, {
        name: this.names.repository(image),
        keyArn,
        protect: environment.protect,
      });
      this.output(
        `${image.replaceAll('-', '_')}_repository`,
        repository.url,
        `Where the image ${image} goes`,
      );
    }
  }
}
