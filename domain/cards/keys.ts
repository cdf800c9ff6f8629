import { folderOfKey } from '../ids/object-key.ts';
import type { ModelVersion } from '../registry/model-version.ts';

/** Where the cards of a version lie: beside its model. */
export interface CardKeys {
  readonly modelJson: string;
  readonly modelMarkdown: string;
  readonly dataJson: string;
  readonly dataMarkdown: string;
}

/** The object keys of a version's cards; each is there since its registration and was written anew at the decision about it. */
export function cardKeysOf({ modelKey }: Pick<ModelVersion, 'modelKey'>): CardKeys {
  const prefix = folderOfKey(modelKey);
  return {
    modelJson: `${prefix}model-card.json`,
    modelMarkdown: `${prefix}model-card.md`,
    dataJson: `${prefix}data-card.json`,
    dataMarkdown: `${prefix}data-card.md`,
  };
}
