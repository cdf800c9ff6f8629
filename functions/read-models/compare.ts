import type * as z from 'zod/mini';
import type { comparisonSchema } from '../../domain/api/schemas/models.ts';
import type { UseCase } from '../../domain/usecase/schema.ts';
import { readModel, type ReadModelsPorts } from './read-models.ts';

type Comparison = z.output<typeof comparisonSchema>;
type Compared = Comparison['left'];

/** Two versions side by side. Throws HttpProblem 404 where one is not there. */
export async function compareVersions(
  ports: ReadModelsPorts,
  useCase: UseCase,
  asked: { readonly left: number; readonly right: number },
): Promise<Comparison> {
  const read = async (version: number): Promise<Compared> => {
    const { status, createdAt, metrics, evaluation } = await readModel(ports, useCase, version);
    return { version, status, createdAt, metrics, evaluation };
  };
  const [left, right] = await Promise.all([read(asked.left), read(asked.right)]);
  const differences = Object.entries(right.metrics).flatMap(([name, value]) => {
    const before = left.metrics[name];
    return before === undefined ? [] : [[name, value - before] as const];
  });
  return {
    useCase: useCase.name,
    left,
    right,
    differences: Object.fromEntries(differences),
    sameHoldout: left.evaluation !== null && left.evaluation.holdoutHash === right.evaluation?.holdoutHash,
  };
}
