import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { imagesFolder } from '../../../domain/dataset/images.ts';
import { csvRecords } from '../../../domain/dataset/read-snapshot.ts';
import { seededRandom } from '../../../domain/numeric/random.ts';
import type { UseCase } from '../../../domain/usecase/schema.ts';
import { describePhotographs } from '../../data/describe.ts';
import { visionProgram } from '../../data/vision-program.ts';
import { UsageError } from '../../errors.ts';
import type { Patient, StoryData, StoryDataOptions } from '../story-data.ts';

/** Enough for a small network to see what was drawn, few enough to learn from in seconds on a processor. */
const baseLesions = 300;
const laterLesions = 240;
const side = 64;

const madeUp =
  'The photographs are synthetic: drawn by a program of this project. No medical statement can be drawn from them, nor from figures about them.';
const small =
  'The network is a small one that a processor trains in seconds; the application itself trains EfficientNet-B0 on a GPU. Gate, pipeline and serving are its own.';

/**
 * The application with a network for one machine: the pipeline, the gate and all else stay.
 * @throws UsageError for an application that does not train networks.
 */
function onOneMachine(useCase: UseCase): UseCase {
  const { model } = useCase;
  if (model.algorithm !== 'image-network')
    throw new UsageError(`${useCase.name}: got ${model.algorithm}, expected a network`);
  const hyperparameters = {
    ...model.hyperparameters,
    architecture: 'small' as const,
    imageSize: 48,
    epochs: 8,
    learningRate: 0.003,
    workers: 0,
    threads: 1,
  };
  return { ...useCase, model: { ...model, hyperparameters } };
}

/** Photographs that the vision container's own programs draw and describe: in the clinic's usual light, later under a yellow lamp. */
export async function skinLesionStory(
  given: UseCase,
  { seed = 7, data }: StoryDataOptions,
): Promise<StoryData> {
  if (data !== undefined)
    throw new UsageError(
      '--data: got a table, expected none: the story of skin-lesion draws its photographs itself',
    );
  const useCase = onOneMachine(given);
  const folder = await mkdtemp(path.join(tmpdir(), 'modelkeep-lesions-'));
  try {
    const program = visionProgram(useCase);
    const draw = async (name: string, lesions: number, camera: string, seedOf: number): Promise<string> => {
      const to = path.join(folder, name);
      const size = ['--lesions', String(lesions), '--size', String(side), '--seed', String(seedOf)];
      await program('synthesize', '--folder', to, ...size, '--camera', camera);
      return to;
    };
    const [base, usual, yellow] = await Promise.all([
      draw('base', baseLesions, 'usual', seed),
      draw('usual', laterLesions, 'usual', seed + 1),
      draw('yellow', laterLesions, 'yellow-lamp', seed + 2),
    ]);
    const images = path.join(base, 'images');
    const out = path.join(folder, 'base.csv');
    const { table } = await describePhotographs({ useCase, metadata: base, images, out });
    const baseCsv = await readFile(table, 'utf8');
    const patients = {
      usual: endless(await photographed(useCase, usual), seed),
      yellow: endless(await photographed(useCase, yellow), seed),
    };
    return {
      useCase,
      objects: await filesOf(images, `${imagesFolder(useCase.name)}/`),
      baseCsv,
      baseRows: csvRecords(baseCsv).length - 1,
      nextPatients: (count, changed) =>
        Array.from({ length: count }, changed ? patients.yellow : patients.usual),
      telling: {
        rows: 'synthetic photographs',
        visits: 'Lesions are photographed, and later the laboratory says what they were',
        change: 'A new lamp in the examination room: everything is yellower',
        notes: [madeUp, small],
      },
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function filesOf(folder: string, prefix: string): Promise<ReadonlyMap<string, Uint8Array>> {
  const names = await readdir(folder);
  const files = names.map(
    async (name) => [`${prefix}${name}`, await readFile(path.join(folder, name))] as const,
  );
  return new Map(await Promise.all(files));
}

/** A person for each lesion, with what the drawing says it is. */
async function photographed(useCase: UseCase, folder: string): Promise<readonly Patient[]> {
  const [header = [], ...rows] = csvRecords(await readFile(path.join(folder, 'metadata.csv'), 'utf8'));
  const at = (name: string) => header.indexOf(name);
  const positive = useCase.data.images?.classes.positive ?? [];
  return Promise.all(
    rows.map(async (row) => {
      const file = await readFile(path.join(folder, 'images', `${row[at('image_id')] ?? ''}.jpg`));
      return {
        patientId: `MRN-${row[at('lesion_id')] ?? ''}`,
        features: { image: file.toString('base64') },
        diagnosis: positive.includes(row[at('dx')] ?? '') ? 1 : 0,
      };
    }),
  );
}

/** In an order that says nothing; from the start again when all were there. */
function endless(patients: readonly Patient[], seed: number): () => Patient {
  const order = seededRandom(seed).shuffle([...patients]);
  let next = 0;
  return () => {
    const patient = order[next % order.length];
    next += 1;
    if (!patient) throw new Error('the story has no photographs');
    return patient;
  };
}
