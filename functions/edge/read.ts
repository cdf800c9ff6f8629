import { chooseUseCase } from '../../domain/usecase/choose.ts';
import type { UseCaseCatalog } from '../../domain/usecase/catalog.ts';
import type { UseCase } from '../../domain/usecase/schema.ts';
import type { Logger } from './logger.ts';

/** What every function that answers people takes beside its stores. */
export interface ApiPorts {
  readonly useCases: UseCaseCatalog;
  readonly logger: Logger;
  readonly defaultUseCase?: string | undefined;
  readonly allowedOrigin?: string | undefined;
}

export interface Page {
  readonly limit: number;
  readonly cursor?: string;
}

/** Page of a list's query. */
export const pageOf = ({
  limit,
  cursor,
}: {
  readonly limit: number;
  readonly cursor?: string | undefined;
}): Page => (cursor === undefined ? { limit } : { limit, cursor });

/** The use case that a query or body means. Throws UnknownUseCaseError, InvalidInputError. */
export const useCaseOf = (ports: ApiPorts, asked: { readonly useCase?: string | undefined }): UseCase =>
  chooseUseCase(ports.useCases, asked.useCase, ports.defaultUseCase);
