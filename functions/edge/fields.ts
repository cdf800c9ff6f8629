import * as z from 'zod/mini';

/** Fields that several routes take. */
export const useCaseField = z.string().check(z.minLength(1), z.maxLength(60));
export const reasonField = z.string().check(z.trim(), z.minLength(1), z.maxLength(500));
export const patientIdField = z.string().check(z.minLength(1), z.maxLength(200));

const wholeNumber = /^\d{1,9}$/;

/** A whole number in a query or path, from `minimum` to `maximum`. */
export const numberText = (minimum: number, maximum: number) =>
  z.pipe(
    z.string().check(
      z.refine((text) => wholeNumber.test(text) && Number(text) >= minimum && Number(text) <= maximum, {
        error: `a whole number from ${minimum} to ${maximum}`,
      }),
    ),
    z.transform(Number),
  );

/** Query parameters of every list. */
export const pageQuery = {
  useCase: z.optional(useCaseField),
  limit: z._default(z.optional(numberText(1, 200)), 50),
  cursor: z.optional(z.string().check(z.minLength(1), z.maxLength(4_000))),
};
