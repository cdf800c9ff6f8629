import { InvalidInputError } from '../validation/parse.ts';
import type { UseCaseCatalog } from './catalog.ts';
import type { UseCase } from './schema.ts';

/**
 * The use case that a request means: the one it names, else the default, else the only one there is.
 * @param fallback the name that the function's environment gives, if any.
 * @throws UnknownUseCaseError for a name that the catalog lacks; InvalidInputError where a name is needed.
 */
export function chooseUseCase(catalog: UseCaseCatalog, asked?: string, fallback?: string): UseCase {
  const only = catalog.names.length === 1 ? catalog.names[0] : undefined;
  const name = asked ?? fallback ?? only;
  if (name !== undefined) return catalog.get(name);
  throw new InvalidInputError('request', [
    { field: 'useCase', got: 'nothing', expected: `one of ${catalog.names.join(', ')}` },
  ]);
}
