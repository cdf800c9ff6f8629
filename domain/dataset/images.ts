/** The columns of a table of photographs that are neither features nor outcome. */
export interface ImageColumns {
  readonly column: string;
  readonly diagnosisColumn: string;
}

/** Where the photographs of a use case lie in the object store, each named by its name in the table and its kind. */
export const imagesFolder = (useCase: string): string => `images/${useCase}`;

/** Kept beside the features for the program that trains, and not learned from here. */
export const keptColumns = ({ images }: { readonly images?: ImageColumns | undefined }): readonly string[] =>
  images ? [images.column, images.diagnosisColumn] : [];
