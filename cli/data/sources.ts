/** A file of its publisher's. */
export interface RemoteFile {
  readonly name: string;
  readonly url: string;
  /** As the publisher or this project states it; without one the first download notes it. */
  readonly checksum?: { readonly algorithm: 'sha256' | 'md5'; readonly hex: string } | undefined;
  readonly bytes?: number | undefined;
}

export interface Source {
  /** Folder below the project, or below `--to`. */
  readonly folder: string;
  /** Who published it, under what terms: told before anything is downloaded. */
  readonly attribution: string;
  readonly files:
    | readonly RemoteFile[]
    | {
        /** A Dataverse installation, which states the checksum of each of its files. */
        readonly dataverse: string;
        readonly persistentId: string;
        /** What is taken of it, by the beginning of its name, and under what name it is kept. */
        readonly take: Readonly<Record<string, string>>;
      };
  /** What to do once it lies there, told at the end. */
  readonly next?: string;
  /** What is kept of an archive: its entries that match, without their folders. The archive goes once they lie there. */
  readonly unpack?: { readonly entries: RegExp; readonly into: string };
}

/** Where the public data of the applications comes from. Those that are not here bring theirs along. */
export const sources: Readonly<Record<string, Source>> = {
  'medication-adherence': {
    folder: 'usecases/data',
    attribution:
      'Diabetes 130-US Hospitals for Years 1999-2008, J. Clore, K. Cios, J. DeShazo, B. Strack, UCI Machine Learning Repository, CC BY 4.0',
    files: [
      {
        name: 'diabetes-130.zip',
        url: 'https://archive.ics.uci.edu/static/public/296/diabetes+130-us+hospitals+for+years+1999-2008.zip',
      },
    ],
    unpack: { entries: /(?:^|\/)(?:diabetic_data|IDs_mapping|IDS_mapping)\.csv$/, into: '' },
  },
  'skin-lesion': {
    folder: 'usecases/data/ham10000',
    attribution:
      'HAM10000, P. Tschandl, C. Rosendahl, H. Kittler, Scientific Data 5, 180161 (2018), Harvard Dataverse, CC BY-NC 4.0: not for commercial use',
    files: {
      dataverse: 'https://dataverse.harvard.edu',
      persistentId: 'doi:10.7910/DVN/DBW86T',
      take: {
        HAM10000_metadata: 'metadata.csv',
        HAM10000_images_part_1: 'images_part_1.zip',
        HAM10000_images_part_2: 'images_part_2.zip',
      },
    },
    unpack: { entries: /\.jpg$/i, into: 'images' },
    next: 'next: `npm run setup:python -- vision`, then `npx modelkeep data describe skin-lesion`',
  },
};
