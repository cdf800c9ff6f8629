import type * as z from 'zod/mini';
import { parseWith } from '../../domain/validation/parse.ts';

/** Like process.env. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** @throws InvalidInputError that names each missing variable: "environment of the record store: RECORDS_TABLE: got nothing, …" */
export const parseEnvironment = <S extends z.ZodMiniType>(
  schema: S,
  environment: Environment,
  of: string,
): z.output<S> => parseWith(schema, environment, `environment of ${of}`, { quoteValues: true });
