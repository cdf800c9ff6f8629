import type { UseCase } from '../../domain/usecase/schema.ts';
import { UsageError } from '../errors.ts';
import type { StoryData, StoryDataOptions } from './story-data.ts';

/** Each loads its own code only: the first story is to begin at once. */
const stories: Readonly<Record<string, (useCase: UseCase, options: StoryDataOptions) => Promise<StoryData>>> =
  {
    'breast-cancer': async (...given) =>
      (await import('./data/breast-cancer.ts')).breastCancerStory(...given),
    'skin-lesion': async (...given) => (await import('./data/skin-lesion.ts')).skinLesionStory(...given),
    'medication-adherence': async (...given) =>
      (await import('./data/medication-adherence.ts')).medicationStory(...given),
  };

/**
 * The patients of an application's story. Deterministic by seed.
 * @throws UsageError for an application without a story.
 */
export async function storyData(useCase: UseCase, options: StoryDataOptions = {}): Promise<StoryData> {
  const story = Object.hasOwn(stories, useCase.name) ? stories[useCase.name] : undefined;
  if (!story)
    throw new UsageError(
      `${useCase.name}: got no story, expected one of ${Object.keys(stories).join(', ')}; \`modelkeep start\` runs the platform for every use case`,
    );
  return story(useCase, options);
}
