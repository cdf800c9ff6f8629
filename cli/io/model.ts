import type { TableSpec } from '../../domain/dataset/features.ts';
import { parseModel, type PortableModel } from '../../domain/model/portable-model.ts';
import type { UseCase } from '../../domain/usecase/schema.ts';
import { useCases } from '../../usecases/index.ts';
import { nameOf, readText } from './files.ts';

/** A model from its file, with the use case that it names, where that is known here. */
export async function loadModel(
  path: string,
): Promise<{ readonly model: PortableModel; readonly useCase: UseCase | undefined }> {
  const model = parseModel(await readText(path), `model file ${nameOf(path)}`);
  const known = model.useCase !== undefined && useCases.names.includes(model.useCase);
  return { model, useCase: known && model.useCase ? useCases.get(model.useCase) : undefined };
}

/** How a table for this model looks: by its use case, else by what the model file itself says. */
export function specOfModel(model: PortableModel, useCase: UseCase | undefined): TableSpec {
  const features = model.features.map((feature) =>
    feature.kind === 'numeric'
      ? { name: feature.name, kind: feature.kind, unit: feature.unit, range: feature.range }
      : { name: feature.name, kind: feature.kind, categories: feature.categories },
  );
  if (useCase) return { ...useCase.data, features };
  const [negative, positive] = model.targetNames;
  return {
    features,
    target: {
      name: model.target,
      positive: { value: '1', label: positive },
      negative: { value: '0', label: negative },
    },
    idColumns: [],
    dropColumns: [],
  };
}
