import * as z from 'zod/mini';

/** What JSON Schema cannot be told by a text's own checks: how a parameter is written, and what it means. */
export interface FieldMeta {
  readonly [key: string]: unknown;
  readonly type?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly pattern?: string;
  readonly description?: string;
  /** Names a schema of the OpenAPI document. */
  readonly id?: string;
}
export const fieldMeta = z.registry<FieldMeta>();

/** Names a schema in the OpenAPI document, where it is then described once. */
export function named<S extends z.ZodMiniType>(id: string, schema: S): S {
  fieldMeta.add(schema, { id });
  return schema;
}

const described = <S extends z.ZodMiniType>(schema: S, meta: FieldMeta): S => {
  fieldMeta.add(schema, meta);
  return schema;
};

const wholeNumber = /^\d{1,9}$/;

/** A whole number in a query or path, from `minimum` to `maximum`. */
export const numberText = (minimum: number, maximum: number) =>
  described(
    z.pipe(
      z.string().check(
        z.refine((text) => wholeNumber.test(text) && Number(text) >= minimum && Number(text) <= maximum, {
          error: `a whole number from ${minimum} to ${maximum}`,
        }),
      ),
      z.transform(Number),
    ),
    { type: 'integer', minimum, maximum },
  );

/** A text of a given form. `error` says it in words. */
const formed = (pattern: RegExp, error: string) =>
  described(z.string().check(z.refine((text) => pattern.test(text), { error })), { pattern: pattern.source });

/** Fields that several routes take. */
export const useCaseField = z.string().check(z.minLength(1), z.maxLength(60));
export const reasonField = z.string().check(z.trim(), z.minLength(1), z.maxLength(500));
export const patientIdField = z.string().check(z.minLength(1), z.maxLength(200));
/** Versions count from 1; the registry pads them to six digits. */
export const versionText = numberText(1, 999_999);
/** As Step Functions names executions. */
export const executionNameText = formed(/^[\w-]{1,80}$/, '1 to 80 letters, digits, dashes or underscores');
/** 26 characters of Crockford's base 32. */
export const ulidText = formed(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/, 'a ULID, such as the list gives');
/** A part of object keys: no slash, no dot at the beginning. */
export const datasetIdText = formed(
  /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/,
  '1 to 63 letters, digits, dots, dashes or underscores, a letter or digit first',
);

/** One million characters: larger tables are uploaded. */
export const csvField = z.string().check(z.minLength(1), z.maxLength(1_000_000));

/** Query parameters of what is of one use case. */
export const useCaseQuery = { useCase: z.optional(useCaseField) };
/** Query parameters of every list. */
export const pageQuery = {
  ...useCaseQuery,
  limit: z._default(z.optional(numberText(1, 200)), 50),
  cursor: z.optional(z.string().check(z.minLength(1), z.maxLength(4_000))),
};

/** The cursor in a list's answer: give it back for the next page; absent after the last. */
export const cursorField = z.optional(z.string());
export const metricsField = z.record(z.string(), z.number());
/** At most so many, and whether there are more. */
export const countedField = z.object({ count: z.number(), more: z.boolean() });
