import * as z from 'zod/mini';
import { parseWith } from '../validation/parse.ts';

const probability = z.number().check(z.minimum(0), z.maximum(1));
const answerSchema = z.object({
  predictions: z
    .array(
      z.object({
        probability,
        probabilities: z.record(z.string(), probability),
        statistics: z.record(z.string(), z.number()),
      }),
    )
    .check(z.length(1)),
  model: z.object({ networkHash: z.string() }),
});

/** What an inference server says of one photograph. */
export interface NetworkAnswer {
  /** P(positive). */
  readonly probability: number;
  /** Of each class. */
  readonly classes: Readonly<Record<string, number>>;
  /** Figures of the photograph: what drift is looked for in. */
  readonly figures: Readonly<Record<string, number>>;
  /** SHA-256 of the network that said so: it names the version, also where an endpoint has two. */
  readonly networkHash: string;
}

/**
 * @throws Error for an answer of another form than that of pipelines/containers/vision: the server's fault, of which who sent the
 * photograph is not told as of their own.
 */
export function parseNetworkAnswer(json: unknown): NetworkAnswer {
  const { predictions, model } = read(json);
  const [{ probability: positive, probabilities, statistics }] = predictions as [
    (typeof predictions)[number],
  ];
  return {
    probability: positive,
    classes: probabilities,
    figures: statistics,
    networkHash: model.networkHash,
  };
}

function read(json: unknown): z.output<typeof answerSchema> {
  try {
    return parseWith(answerSchema, json, 'answer of the inference server');
  } catch (cause) {
    throw new Error(cause instanceof Error ? cause.message : 'answer of the inference server', { cause });
  }
}
