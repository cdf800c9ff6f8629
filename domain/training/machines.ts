import * as z from 'zod/mini';
import { parseWith } from '../validation/parse.ts';

const positiveInt = z.number().check(z.int(), z.positive());

/** The machine of SageMaker that trains a use case. Every field has a default. */
export const trainingMachineSchema = z.strictObject({
  instanceType: z._default(z.string().check(z.regex(/^ml\.[a-z0-9]+\.[a-z0-9]+$/)), 'ml.m5.xlarge'),
  volumeGiB: z._default(positiveInt, 30),
  /** Spare capacity at a discount: an interrupted training goes on from its checkpoint. */
  spot: z._default(z.boolean(), true),
  /** How long a training waits for spare capacity beyond its own time. */
  spotMaximumWaitMinutes: z._default(positiveInt, 60),
});

/** With every default filled in. */
export const trainingMachine = (retraining: {
  readonly machine?: z.input<typeof trainingMachineSchema> | undefined;
}): z.output<typeof trainingMachineSchema> =>
  parseWith(trainingMachineSchema, retraining.machine ?? {}, 'retraining.machine', { quoteValues: true });

/**
 * Machines with disks of their own, which are encrypted by hardware: SageMaker refuses a key for them (API reference:
 * VolumeKmsKeyId of ResourceConfig, KmsKeyId of CreateEndpointConfig).
 */
export const hasOwnDisks = (instanceType: string): boolean =>
  /^ml\.(g4dn|g4ad|g5g?|g6e?|p3dn|p4de?|p5e?n?|trn1n?|[cmrx]\d+[a-z]*d[a-z]*)\./.test(instanceType);
