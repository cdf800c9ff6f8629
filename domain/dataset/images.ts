/** Where the photographs of a use case lie in the object store. */
export const imagesPrefix = (useCase: string): string => `images/${useCase}/`;
/** @param name as in the table's column of images. */
export const imageKey = (useCase: string, name: string): string => `${imagesPrefix(useCase)}${name}.jpg`;

/** The columns of a table of photographs that are neither features nor outcome. */
export interface ImageColumns {
  readonly column: string;
  readonly diagnosisColumn: string;
}

/** Kept beside the features for the program that trains, and not learned from here. */
export const keptColumns = ({ images }: { readonly images?: ImageColumns | undefined }): readonly string[] =>
  images ? [images.column, images.diagnosisColumn] : [];
