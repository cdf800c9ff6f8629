import * as z from 'zod/mini';

/** Part of keys: no slash, no dot at the beginning. */
export const datasetIdSchema = z.string().check(
  z.refine((id) => /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/.test(id), {
    error: '1 to 63 letters, digits, dots, dashes or underscores, a letter or digit first',
  }),
);
const sha256 = z
  .string()
  .check(z.refine((hash) => /^[0-9a-f]{64}$/.test(hash), { error: '64 hexadecimal digits in lower case' }));

/** Announces a dataset: written last, when its files are whole. `raw/<useCase>/<datasetId>/manifest.json` */
export const manifestSchema = z.strictObject({
  useCase: z.string(),
  datasetId: datasetIdSchema,
  files: z
    .array(
      z.strictObject({
        /** Below the manifest's folder. */
        key: z.string().check(z.minLength(1), z.maxLength(1_024)),
        sha256,
        /** Without the header. */
        rows: z.number().check(z.int(), z.nonnegative()),
      }),
    )
    .check(z.minLength(1), z.maxLength(1_000)),
  createdBy: z.string().check(z.minLength(1), z.maxLength(200)),
});
export type Manifest = z.output<typeof manifestSchema>;

/** Use case and dataset of a manifest's key; undefined for any other key. */
export function manifestOfKey(
  key: string,
): { readonly useCase: string; readonly datasetId: string } | undefined {
  const [, useCase, datasetId] = /^raw\/([a-z][a-z0-9-]{1,46})\/([^/]+)\/manifest\.json$/.exec(key) ?? [];
  return useCase === undefined || datasetId === undefined ? undefined : { useCase, datasetId };
}
