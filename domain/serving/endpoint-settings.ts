import * as z from 'zod/mini';
import { parseWith } from '../validation/parse.ts';

const positiveInt = z.number().check(z.int(), z.positive());
const instanceType = z.string().check(z.regex(/^ml\.[a-z0-9]+\.[a-z0-9]+$/));

/** The machines of a SageMaker endpoint and how a new version comes onto them. Every field has a default. */
export const endpointSettingsSchema = z
  .strictObject({
    instanceType: z._default(instanceType, 'ml.m5.large'),
    minimumInstances: z._default(positiveInt, 1),
    maximumInstances: z._default(positiveInt, 5),
    /** Invocations a minute that one instance shall have: autoscaling holds to it. */
    invocationsPerInstance: z._default(positiveInt, 1000),
    /** By the number of instances unless given: see functions/adapters/endpoint-guardrails.ts. */
    trafficShifting: z._default(
      z.enum(['by-instance-count', 'canary', 'linear', 'all-at-once']),
      'by-instance-count',
    ),
    /** Of the requests, how many are captured for monitoring. */
    capturePercent: z._default(z.number().check(z.int(), z.minimum(1), z.maximum(100)), 100),
    /** A/B: this share of the requests goes on to the version before. Two variants with their weights. */
    previousVersionShare: z.optional(z.number().check(z.gt(0), z.lt(1))),
    /** Requests are queued and answered into the object store, for inputs that take minutes. Nothing is captured then. */
    async: z.optional(z.strictObject({ maximumConcurrentPerInstance: z._default(positiveInt, 4) })),
    /** From when on an instance is too slow: a deployment above it is taken back. */
    maximumLatencyMs: z._default(positiveInt, 1000),
  })
  .check(
    z.refine((settings) => settings.minimumInstances <= settings.maximumInstances, {
      error: 'minimumInstances at most maximumInstances',
    }),
  );
export type EndpointSettings = z.output<typeof endpointSettingsSchema>;
type EndpointDefinition = z.input<typeof endpointSettingsSchema>;

/** With every default filled in. */
export const endpointSettings = (serving: {
  readonly endpoint?: EndpointDefinition | undefined;
}): EndpointSettings =>
  parseWith(endpointSettingsSchema, serving.endpoint ?? {}, 'serving.endpoint', { quoteValues: true });

/** Constant: blue/green deployments want the same variants before and after, autoscaling is registered by them. */
export const variantNames = { main: 'main', previous: 'previous' } as const;

export interface VariantShare {
  readonly name: string;
  readonly weight: number;
}

/** The variants of an endpoint with the share of the requests that each gets. */
export const variantShares = ({ previousVersionShare }: EndpointSettings): readonly VariantShare[] =>
  previousVersionShare === undefined
    ? [{ name: variantNames.main, weight: 1 }]
    : [
        { name: variantNames.main, weight: 1 - previousVersionShare },
        { name: variantNames.previous, weight: previousVersionShare },
      ];
