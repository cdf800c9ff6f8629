import * as z from 'zod/mini';
import { chooseUseCase } from '../../domain/usecase/choose.ts';
import type { UseCaseCatalog } from '../../domain/usecase/define.ts';
import type { UseCase } from '../../domain/usecase/schema.ts';
import { parseWith } from '../../domain/validation/parse.ts';
import { pageQuery, useCaseField } from './fields.ts';
import type { HttpRequest } from './http.ts';
import type { Logger } from './logger.ts';

/** What every function that reads for people takes beside its stores. */
export interface ReadEdge {
  readonly useCases: UseCaseCatalog;
  readonly logger: Logger;
  readonly defaultUseCase?: string | undefined;
  readonly allowedOrigin?: string | undefined;
}

const listSchema = z.strictObject(pageQuery);
const oneSchema = z.strictObject({ useCase: z.optional(useCaseField) });

export interface Page {
  readonly limit: number;
  readonly cursor?: string;
}

/** Use case and page of a list's query. Throws InvalidInputError that names the parameter. */
export function pageOf(ports: ReadEdge, query: HttpRequest['query']): { useCase: UseCase; page: Page } {
  const { useCase, limit, cursor } = parseWith(listSchema, query, 'query');
  return {
    useCase: chooseUseCase(ports.useCases, useCase, ports.defaultUseCase),
    page: cursor === undefined ? { limit } : { limit, cursor },
  };
}

/** Use case of a single thing's query. Throws InvalidInputError that names the parameter. */
export const useCaseOf = (ports: ReadEdge, query: HttpRequest['query']): UseCase =>
  chooseUseCase(ports.useCases, parseWith(oneSchema, query, 'query').useCase, ports.defaultUseCase);
