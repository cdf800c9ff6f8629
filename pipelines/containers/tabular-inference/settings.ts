import path from 'node:path';
import * as z from 'zod/mini';
import { parseWith } from '../../../domain/validation/parse.ts';

const port = z.coerce.number().check(z.int(), z.minimum(0), z.maximum(65_535));

const environmentSchema = z.object({
  /** The folder that stands for /opt/ml. */
  MODELKEEP_ML_ROOT: z._default(z.string().check(z.minLength(1)), '/opt/ml'),
  /** SageMaker says 8080, or another where containers share a machine. 0 takes any that is free. */
  SAGEMAKER_BIND_TO_PORT: z._default(port, 8080),
  /** The image sets 0.0.0.0; on one machine nobody else may connect. */
  MODELKEEP_BIND_ADDRESS: z._default(z.string().check(z.minLength(1)), '127.0.0.1'),
  /** Models come by POST /models instead of lying in the model folder. */
  SAGEMAKER_MULTI_MODEL: z._default(z.enum(['true', 'false', '']), 'false'),
  /** SageMaker sends at most 25 MB in real time, and batch transform up to 100 MB. */
  MAX_BODY_BYTES: z._default(z.coerce.number().check(z.int(), z.positive()), 100 * 2 ** 20),
  /** Models that are kept loaded in multi-model mode; one more is answered by 507, and SageMaker unloads another first. */
  MAX_MODELS: z._default(z.coerce.number().check(z.int(), z.positive()), 200),
});

export interface Settings {
  readonly modelFolder: string;
  readonly address: string;
  readonly port: number;
  readonly multiModel: boolean;
  readonly maxBodyBytes: number;
  readonly maxModels: number;
}

/** @throws InvalidInputError that names each variable that is wrong. */
export function readSettings(environment: NodeJS.ProcessEnv): Settings {
  const read = parseWith(environmentSchema, environment, 'environment of the inference server', {
    quoteValues: true,
  });
  return {
    modelFolder: path.join(read.MODELKEEP_ML_ROOT, 'model'),
    address: read.MODELKEEP_BIND_ADDRESS,
    port: read.SAGEMAKER_BIND_TO_PORT,
    multiModel: read.SAGEMAKER_MULTI_MODEL === 'true',
    maxBodyBytes: read.MAX_BODY_BYTES,
    maxModels: read.MAX_MODELS,
  };
}
