import type { UseCase } from './schema.ts';

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
