import { useCaseSchema } from '../../domain/usecase/schema.ts';
import { parseWith } from '../../domain/validation/parse.ts';
import { features } from './traffic.ts';

/** A use case over the made-up traffic. */
export const kidneyFailure = parseWith(
  useCaseSchema,
  {
    name: 'kidney-failure',
    title: 'x',
    description: 'x',
    owner: 'x',
    costCenter: 'x',
    dataClassification: 'internal',
    data: {
      path: 'x',
      attribution: 'x',
      features: features.map((feature) =>
        feature.kind === 'numeric'
          ? { ...feature, unit: feature.unit ?? '1', range: { min: -1e9, max: 1e9 } }
          : feature,
      ),
      target: { name: 'y', positive: { value: '1', label: 'yes' }, negative: { value: '0', label: 'no' } },
    },
    model: { algorithm: 'logistic-regression' },
    gate: { thresholds: [{ metric: 'rocAuc', atLeast: 0.5 }] },
    serving: { kind: 'endpoint' },
    monitoring: { dataQuality: { everyHours: 1, minimumRows: 100 } },
  },
  'use case',
);
