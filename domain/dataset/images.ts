/** The columns of a table of photographs that are neither features nor outcome. */
export interface ImageColumns {
  readonly column: string;
  readonly diagnosisColumn: string;
}

/** Kept beside the features for the program that trains, and not learned from here. */
export const keptColumns = ({ images }: { readonly images?: ImageColumns | undefined }): readonly string[] =>
  images ? [images.column, images.diagnosisColumn] : [];
