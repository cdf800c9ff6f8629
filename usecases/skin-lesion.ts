import { defineUseCase } from '../domain/usecase/define.ts';
import type { UseCaseDefinition } from '../domain/usecase/schema.ts';

/** Figures of a photograph that its inference server measures: a lamp, a lens or a camera that changed shows in them. */
const figure = (
  name: string,
  min: number,
  description: string,
): UseCaseDefinition['data']['features'][number] => ({
  name,
  kind: 'numeric',
  unit: '1',
  range: { min, max: 1 },
  description,
});
const share = (name: string, description: string) => figure(name, 0, description);
const balance = (name: string, description: string) => figure(name, -1, description);

/** Seven diagnoses of pigmented lesions in dermatoscopic photographs; people act on the side that they belong to. */
export const skinLesion = defineUseCase({
  name: 'skin-lesion',
  title: 'Skin lesions: malignant or benign, from dermatoscopic photographs',
  description:
    'Tells from a dermatoscopic photograph how likely a pigmented lesion is malignant or a precursor (melanoma, basal cell carcinoma, actinic keratosis), as a second look beside the dermatologist’s.',
  owner: 'dermatology',
  costCenter: 'clinical-ai',
  intendedUse: {
    purpose:
      'A second look at dermatoscopic photographs of pigmented lesions, to order a list of those to be seen.',
    users: 'dermatologists, as decision support: they look at each photograph and decide themselves',
    outOfScope: [
      'photographs that were not taken with a dermatoscope',
      'lesions without pigment, nails and mucous membranes',
      'a decision against an excision',
    ],
  },
  dataClassification: 'phi',
  data: {
    path: 'usecases/data/skin_lesion.csv',
    attribution:
      'HAM10000, P. Tschandl, C. Rosendahl, H. Kittler, Scientific Data 5, 180161 (2018), Harvard Dataverse, CC BY-NC 4.0: not for commercial use',
    features: [
      share('brightness', 'Mean luma'),
      share('contrast', 'Standard deviation of the luma'),
      share('sharpness', 'Root mean square of the luma’s Laplacian: falls out of focus'),
      balance('redness', 'Red beyond green'),
      balance('yellowness', 'Red and green beyond blue: rises under a yellow lamp'),
      share('saturation', 'How far the colours are from grey'),
      share('vignetting', 'The middle against the corners: a half where both are alike'),
    ],
    target: {
      name: 'outcome',
      positive: { value: 'malignant', label: 'malignant' },
      negative: { value: 'benign', label: 'benign' },
    },
    images: {
      folder: 'usecases/data/ham10000/images',
      column: 'image_id',
      diagnosisColumn: 'dx',
      classes: { positive: ['mel', 'bcc', 'akiec'], negative: ['nv', 'bkl', 'df', 'vasc'] },
    },
    idColumns: ['lesion_id'],
    groupColumn: 'lesion_id',
  },
  model: {
    algorithm: 'image-network',
    hyperparameters: { architecture: 'efficientnet-b0', epochs: 50, batchSize: 32, learningRate: 0.001 },
    seed: 7,
    // 80 to learn from, 10 to stop by, 10 to judge on: by lesion.
    testFraction: 0.1,
  },
  gate: {
    thresholds: [
      { metric: 'accuracy', atLeast: 0.85 },
      { metric: 'rocAuc', atLeast: 0.85 },
    ],
    champion: [{ metric: 'rocAuc', margin: 0.01 }],
  },
  serving: { kind: 'endpoint', bakeSeconds: 600, endpoint: { instanceType: 'ml.c5.large' } },
  retraining: {
    everyDays: 30,
    pipelineTimeoutMinutes: 360,
    machine: { instanceType: 'ml.g4dn.xlarge', volumeGiB: 125 },
  },
});
