import * as z from 'zod/mini';
import { folderOfKey } from '../ids/object-key.ts';
import type { ObjectStore } from '../ports.ts';
import type { ModelVersion } from '../registry/model-version.ts';
import { evaluationSchema } from '../training/evaluation.ts';
import type { UseCase } from '../usecase/schema.ts';
import { dataCardOf } from './data-card.ts';
import { cardKeysOf } from './keys.ts';
import { dataCardMarkdown, modelCardMarkdown } from './markdown.ts';
import { modelCardOf } from './model-card.ts';
import { explanationsSchema, modelFactsSchema, type CardSources } from './sources.ts';

type Store = Pick<ObjectStore, 'get' | 'put'>;

/**
 * Writes the cards of a version beside its model: at its registration, and anew at the decision about it. The same version
 * gives the same cards, so a repetition changes nothing.
 */
export async function writeCards(objects: Store, useCase: UseCase, version: ModelVersion): Promise<void> {
  const keys = cardKeysOf(version);
  const sources = await cardSources(objects, useCase, version);
  const model = modelCardOf(sources);
  const data = dataCardOf(sources);
  const json = (card: object): string => `${JSON.stringify(card, null, 1)}\n`;
  const files = [
    [keys.modelJson, json(model), 'application/json'],
    [keys.modelMarkdown, modelCardMarkdown(model), 'text/markdown; charset=utf-8'],
    [keys.dataJson, json(data), 'application/json'],
    [keys.dataMarkdown, dataCardMarkdown(data), 'text/markdown; charset=utf-8'],
  ] as const;
  for (const [key, body, contentType] of files) await objects.put(key, body, { contentType });
}

async function cardSources(objects: Store, useCase: UseCase, version: ModelVersion): Promise<CardSources> {
  const prefix = folderOfKey(version.modelKey);
  const [evaluation, model, explanations] = await Promise.all([
    fits(objects, version.evaluationKey, evaluationSchema),
    fits(objects, version.modelKey, modelFactsSchema),
    fits(objects, `${prefix}evaluation/explanations.json`, explanationsSchema),
  ]);
  return { useCase, version, evaluation, model, explanations: explanations?.features ?? [] };
}

/** A file that fits its schema; one that is missing, no JSON, or of another form leaves its part of the card empty. */
async function fits<S extends z.ZodMiniType>(
  objects: Store,
  key: string,
  schema: S,
): Promise<z.output<S> | undefined> {
  const file = await objects.get(key);
  if (!file) return undefined;
  try {
    const json: unknown = JSON.parse(new TextDecoder().decode(file.body));
    const parsed = z.safeParse(schema, json);
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}
