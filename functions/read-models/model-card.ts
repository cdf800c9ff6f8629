import { cardKeysOf } from '../../domain/cards/keys.ts';
import { describeModel } from '../../domain/model/card.ts';
import { parseModel } from '../../domain/model/portable-model.ts';
import type { UseCase } from '../../domain/usecase/schema.ts';
import { notFound } from '../edge/problem.ts';
import { readModel, type ReadModelsPorts } from './read-models.ts';

/** The card of a version, as Markdown. Throws HttpProblem 404 where version or model file are not there. */
export async function readModelCard(
  ports: ReadModelsPorts,
  useCase: UseCase,
  version: number,
): Promise<{ readonly useCase: string; readonly version: number; readonly markdown: string }> {
  const found = await readModel(ports, useCase, version);
  const card = await ports.objects.get(cardKeysOf(found).modelMarkdown);
  if (card) return { useCase: useCase.name, version, markdown: new TextDecoder().decode(card.body) };
  // Registered before cards were written: what the model says of itself.
  const { modelKey } = found;
  const file = await ports.objects.get(modelKey);
  if (!file)
    throw notFound(`the model of version ${version} is not in the object store any more`, {
      field: 'version',
      got: 'a version whose model is gone',
      expected: 'one whose model is kept',
    });
  const model = parseModel(new TextDecoder().decode(file.body), modelKey);
  return { useCase: useCase.name, version, markdown: describeModel(model) };
}
