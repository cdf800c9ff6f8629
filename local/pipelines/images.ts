import { imagesOf } from '../../domain/serving/container-images.ts';
import type { UseCase } from '../../domain/usecase/schema.ts';

export const localAccount = '000000000000';
const image = (name: string): string =>
  `${localAccount}.dkr.ecr.us-east-1.amazonaws.com/modelkeep-${name}:local`;

/** The folder of pipelines/containers whose programs train a use case; its Python environment has the same name. */
export const containerOf = (useCase: UseCase): 'tabular' | 'vision' =>
  imagesOf(useCase).training === 'vision' ? 'vision' : 'tabular';

/** Images by the names that definitions on this machine call them; programs stand in their place. */
export const trainingImageOf = (useCase: UseCase): string => image(containerOf(useCase));
export const platformImage = image('tabular-inference');
