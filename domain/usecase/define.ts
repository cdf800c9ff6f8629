import { parseWith } from '../validation/parse.ts';
import { useCaseSchema, type UseCase, type UseCaseDefinition } from './schema.ts';

/**
 * A use case from its typed definition, defaults filled in.
 * @throws InvalidInputError naming each wrong field by its path, what was got and what is allowed.
 */
export function defineUseCase<D extends UseCaseDefinition>(definition: D): Defined<D> {
  const parsed = parseWith(useCaseSchema, definition, `use case ${JSON.stringify(definition.name)}`, {
    quoteValues: true,
  });
  // Parsing keeps the algorithm, and with it the hyperparameters' names, as the definition wrote them.
  return Object.freeze(parsed) as Defined<D>;
}

/** A use case of which the compiler still knows the algorithm. */
type Defined<D extends UseCaseDefinition> = UseCase & {
  readonly model: Extract<UseCase['model'], { readonly algorithm: D['model']['algorithm'] }>;
};
