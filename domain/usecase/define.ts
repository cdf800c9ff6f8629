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

/** Finds a use case by name; functions and commands take this instead of a global list. */
export interface UseCaseCatalog {
  readonly names: readonly string[];
  /** @throws UnknownUseCaseError */
  get(name: string): UseCase;
}

export class UnknownUseCaseError extends Error {
  override readonly name = 'UnknownUseCaseError';
  readonly known: readonly string[];
  constructor(name: string, known: readonly string[]) {
    super(
      `use case: got ${JSON.stringify(name.slice(0, 60))}, expected one of ${known.join(', ')}; a use case is a file in usecases/`,
    );
    this.known = known;
  }
}

export function catalogOf(useCases: readonly UseCase[]): UseCaseCatalog {
  const byName = new Map(useCases.map((useCase) => [useCase.name, useCase]));
  const names = [...byName.keys()];
  return {
    names,
    get(name) {
      const found = byName.get(name);
      if (!found) throw new UnknownUseCaseError(name, names);
      return found;
    },
  };
}
