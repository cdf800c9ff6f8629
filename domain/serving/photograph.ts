import { imagesFolder } from '../dataset/images.ts';
import { InvalidInputError } from '../validation/parse.ts';

/** A photograph as somebody sent it: its kind is told by its first bytes, not by its name. */
export interface Photograph {
  readonly bytes: Uint8Array;
  readonly contentType: keyof typeof endings;
}

const endings = { 'image/jpeg': 'jpg', 'image/png': 'png' } as const;
const signatures: readonly (readonly [Photograph['contentType'], readonly number[]])[] = [
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
];

/** In base64 and as JSON it is a third more, and Lambda takes 6 MB of a request. */
export const largestPhotographBytes = 4_000_000;
/** The field of a request's features that holds it. */
export const photographField = 'image';
const expected = `a JPEG or PNG of at most ${largestPhotographBytes / 1_000_000} MB in base64`;

/**
 * The photograph of a request: `{ "image": "<base64>" }` and nothing else, since its figures are measured by the server that
 * looks at it.
 * @throws InvalidInputError that names the field and repeats nothing of its content.
 */
export function readPhotograph(features: unknown): Photograph {
  const field = `features.${photographField}`;
  const refuse = (at: string, got: string, wanted = expected): never => {
    throw new InvalidInputError('request', [{ field: at, got, expected: wanted }]);
  };
  if (typeof features !== 'object' || features === null || Array.isArray(features))
    return refuse('features', 'no object', `an object with the field ${photographField}: ${expected}`);
  const other = Object.keys(features).find((name) => name !== photographField);
  if (other !== undefined)
    return refuse(
      `features.${other.slice(0, 60)}`,
      'a field beside the photograph',
      `${photographField} alone; its figures are measured from it`,
    );
  const text: unknown = Reflect.get(features, photographField);
  if (typeof text !== 'string' || text === '')
    return refuse(field, text === '' ? 'an empty text' : 'no text');
  if (text.length > (largestPhotographBytes / 3) * 4 + 4) return refuse(field, 'a larger file');
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return refuse(field, 'a text that is no base64');
  const bytes = Buffer.from(text, 'base64');
  const kind = signatures.find(([, signature]) => signature.every((byte, i) => bytes[i] === byte));
  return kind ? { bytes, contentType: kind[0] } : refuse(field, 'a file of another kind');
}

/** What a table names the photograph of a prediction. */
export const photographName = (predictionId: string): string => predictionId;

/** Where the photograph of a prediction lies: trainings find it there by its name. */
export const photographKey = (
  useCase: string,
  predictionId: string,
  { contentType }: Pick<Photograph, 'contentType'>,
): string => `${imagesFolder(useCase)}/${photographName(predictionId)}.${endings[contentType]}`;

/** What is no whole photograph is known only to whoever decodes it. */
export const unreadablePhotograph = (): InvalidInputError =>
  new InvalidInputError('request', [
    { field: `features.${photographField}`, got: 'a file that is no whole JPEG or PNG', expected },
  ]);
