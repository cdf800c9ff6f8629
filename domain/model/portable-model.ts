import * as z from 'zod/mini';
import { InvalidInputError, parseWith } from '../validation/parse.ts';
import { modelSchemaVersion } from './file/common.ts';
import { imageNetworkSchema } from './file/image-network.ts';
import { logisticRegressionSchema } from './file/logistic-regression.ts';
import { svmSchema } from './file/svm.ts';
import { randomForestSchema, xgboostSchema } from './file/trees.ts';

/** A union, so that further kinds of model join without a change for existing files. */
const portableModelSchema = z.discriminatedUnion('kind', [
  logisticRegressionSchema,
  svmSchema,
  randomForestSchema,
  xgboostSchema,
  imageNetworkSchema,
]);
/** A trained model as data: everything that scoring and explaining need, and what made it. */
export type PortableModel = z.output<typeof portableModelSchema>;
export type LogisticRegressionModel = z.output<typeof logisticRegressionSchema>;
export type ImageNetworkModel = z.output<typeof imageNetworkSchema>;
export type SvmModel = z.output<typeof svmSchema>;
/** The kinds that are made of decision trees. */
export type TreeModel = z.output<typeof randomForestSchema> | z.output<typeof xgboostSchema>;

/** The model as the text of its file: JSON, one field a line, so that two versions can be compared by diff. */
export const serializeModel = (model: PortableModel): string => `${JSON.stringify(model, null, 1)}\n`;

/**
 * A model from the text of its file.
 * @param what names the file for the reader.
 * @throws InvalidInputError for text that is no JSON, another schema version, and whatever does not fit the schema.
 */
export function parseModel(text: string, what = 'model file'): PortableModel {
  const value = parseJson(text, what);
  const version: unknown =
    typeof value === 'object' && value !== null ? Reflect.get(value, 'schemaVersion') : undefined;
  if (typeof version === 'number' && version !== modelSchemaVersion) {
    throw new InvalidInputError(what, [
      {
        field: 'schemaVersion',
        got: String(version),
        expected: `${modelSchemaVersion}, which this program reads; train the model again, or use the program that wrote it`,
      },
    ]);
  }
  return parseWith(portableModelSchema, value, what, { quoteValues: true });
}

function parseJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const trimmed = text.trimEnd();
    const got =
      trimmed === ''
        ? 'nothing'
        : trimmed.startsWith('{') && !trimmed.endsWith('}')
          ? `JSON that breaks off after ${trimmed.length} characters`
          : 'text that is no JSON';
    throw new InvalidInputError(what, [{ field: '(root)', got, expected: 'a whole model file (JSON)' }]);
  }
}
