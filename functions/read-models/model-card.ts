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
  const { modelKey } = await readModel(ports, useCase, version);
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
