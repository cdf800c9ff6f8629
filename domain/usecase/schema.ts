import * as z from 'zod/mini';
import { endpointSettingsSchema } from '../serving/endpoint-settings.ts';
import { trainingMachineSchema } from '../training/machines.ts';
import { imagesSchema } from './images-schema.ts';
import { modelSchema } from './model-schema.ts';

/**
 * A clinical application as data. Fields with a default may be left out; an unknown field is an error, so that a typo
 * never silently means the default.
 */
const positiveInt = z.number().check(z.int(), z.positive());
const rate = z.number().check(z.gt(0), z.lt(1));
const share = z.number().check(z.minimum(0), z.maximum(1));
const name = z.string().check(z.regex(/^[a-z][a-z0-9-]{1,46}$/));
const text = z.string().check(z.minLength(1));

const range = z
  .strictObject({ min: z.number(), max: z.number() })
  .check(z.refine((r) => r.min < r.max, { error: 'min below max' }));

const numericFeature = z.strictObject({
  name: text,
  kind: z.literal('numeric'),
  /** Values outside are refused at prediction and quarantined at ingestion. */
  range,
  /** UCUM-like unit, or '1' for a number without one. */
  unit: text,
  description: z.optional(z.string()),
});

const categoricalFeature = z.strictObject({
  name: text,
  kind: z.literal('categorical'),
  categories: z.array(text).check(z.minLength(2)),
  description: z.optional(z.string()),
});

export const featureSchema = z.discriminatedUnion('kind', [numericFeature, categoricalFeature]);
export type Feature = z.output<typeof featureSchema>;

const classSchema = z.strictObject({ value: text, label: text });

const dataSchema = z.strictObject({
  /** Path below the project, or absolute: tried first. */
  path: text,
  /** `s3://bucket/key`: tried when the path is not there. */
  s3Uri: z.optional(z.string().check(z.regex(/^s3:\/\/[a-z0-9.-]{3,63}\/.+$/))),
  attribution: text,
  features: z.array(featureSchema).check(z.minLength(1)),
  target: z.strictObject({
    name: text,
    positive: classSchema,
    /** `otherValues` mean label 0 too. */
    negative: z.extend(classSchema, { otherValues: z.optional(z.array(text)) }),
  }),
  /** Identify a row or a patient: dropped before training, never logged. */
  idColumns: z._default(z.array(text), []),
  /** Dropped without meaning. */
  dropColumns: z._default(z.array(text), []),
  /** Names the patient where one has several rows: they stay on one side of every split. Not learned from. */
  groupColumn: z.optional(text),
  /** Rows that the question is not asked of; left out of training, counted and reported. */
  excludeRows: z._default(
    z.array(z.strictObject({ column: text, values: z.array(text).check(z.minLength(1)), because: text })),
    [],
  ),
  /** Columns whose groups the gate and the fairness report look at. */
  subgroupColumns: z._default(z.array(text), []),
  /** Where the question is asked of photographs. */
  images: z.optional(imagesSchema),
  /** Captured predictions are deleted this many days after they were made; kept until erased without it. */
  retentionDays: z.optional(positiveInt),
});

export const metricNames = [
  'accuracy',
  'precision',
  'recall',
  'specificity',
  'f1',
  'rocAuc',
  'brier',
  'logLoss',
  'calibrationError',
] as const;
export const metricNameSchema = z.enum(metricNames);
export type MetricName = z.output<typeof metricNameSchema>;

/** Exactly one bound: `atLeast` for metrics where more is better, `atMost` for brier, logLoss and calibrationError. */
const thresholdSchema = z
  .strictObject({
    metric: metricNameSchema,
    atLeast: z.optional(z.number()),
    atMost: z.optional(z.number()),
    /** Why this number: shown in the reasons. */
    because: z.optional(z.string()),
  })
  .check(
    z.refine((t) => (t.atLeast === undefined) !== (t.atMost === undefined), {
      error: 'exactly one of atLeast, atMost',
    }),
  );

const gateSchema = z.strictObject({
  thresholds: z.array(thresholdSchema).check(z.minLength(1)),
  /** The challenger may be worse than the champion by at most `margin` in each of these, on the same held-out rows. */
  champion: z._default(z.array(z.strictObject({ metric: metricNameSchema, margin: share })), [
    { metric: 'rocAuc', margin: 0.01 },
  ]),
  /** For each group of each subgroup column with at least `minimumRows`: the metric's floor. */
  subgroups: z._default(
    z.array(
      z.strictObject({
        metric: metricNameSchema,
        atLeast: z.number(),
        minimumRows: z._default(positiveInt, 30),
      }),
    ),
    [],
  ),
});

const servingSchema = z.strictObject({
  kind: z.enum(['lambda', 'endpoint', 'batch']),
  /** After a deployment the new version must stay healthy for this long. */
  bakeSeconds: z._default(z.number().check(z.int(), z.minimum(0)), 60),
  /** Share of failed predictions in the bake time that rolls back. */
  maximumErrorRate: z._default(share, 0.01),
  /** Where `kind` is endpoint; its defaults are filled in by `endpointSettings`. */
  endpoint: z.optional(endpointSettingsSchema),
});

const monitoringSchema = z.strictObject({
  engine: z._default(z.enum(['modelkeep', 'model-monitor']), 'modelkeep'),
  dataQuality: z._default(
    z.strictObject({
      everyHours: z._default(positiveInt, 1),
      /** A window with fewer captured predictions is not judged; it waits for more. */
      minimumRows: z._default(positiveInt, 50),
      maximumRows: z._default(positiveInt, 100_000),
    }),
    { everyHours: 1, minimumRows: 50, maximumRows: 100_000 },
  ),
  drift: z._default(
    z.strictObject({
      /** Wanted share of undisturbed windows with any flag (a of the decision rule). */
      falseAlarmRate: z._default(rate, 1e-4),
      psiFloor: z._default(z.number().check(z.nonnegative()), 0.1),
      confirmationP: z._default(rate, 0.01),
    }),
    { falseAlarmRate: 1e-4, psiFloor: 0.1, confirmationP: 0.01 },
  ),
  modelQuality: z._default(
    z.strictObject({
      everyHours: z._default(positiveInt, 6),
      /** Percentage points under the accuracy registered with the version in service. */
      accuracyDropPoints: z._default(z.number().check(z.positive()), 5),
      minimumLabels: z._default(positiveInt, 50),
    }),
    { everyHours: 6, accuracyDropPoints: 5, minimumLabels: 50 },
  ),
  bias: z._default(z.strictObject({ everyHours: z._default(positiveInt, 24) }), { everyHours: 24 }),
});

const retrainingSchema = z.strictObject({
  everyDays: z._default(positiveInt, 30),
  /** After a retraining started, drift, quality, dataset and schedule triggers are ignored for this long. */
  cooldownHours: z._default(z.number().check(z.nonnegative()), 24),
  /** Confirmed or ingested rows since the last snapshot. */
  minimumNewRows: z._default(z.number().check(z.int(), z.nonnegative()), 50),
  approval: z._default(z.enum(['manual', 'automatic']), 'manual'),
  /** Nobody approves a version whose training they asked for. */
  twoPersonApproval: z._default(z.boolean(), false),
  approvalTimeoutHours: z._default(z.number().check(z.positive(), z.maximum(24 * 23)), 72),
  pipelineTimeoutMinutes: z._default(z.number().check(z.positive(), z.maximum(60 * 24)), 240),
  deploymentTimeoutMinutes: z._default(z.number().check(z.positive(), z.maximum(60 * 24)), 60),
  /** At and over this many rows training runs as a SageMaker job rather than in a function. */
  lightRowsLimit: z._default(positiveInt, 10_000),
  /** Where it runs as a job; its defaults are filled in by `trainingMachine`. */
  machine: z.optional(trainingMachineSchema),
});

const intendedUseSchema = z.strictObject({
  purpose: text,
  /** Who is to use it, and how. */
  users: text,
  outOfScope: z._default(z.array(text), []),
});

const alertsSchema = z.strictObject({
  /** One notification for each positive prediction (id and link only). */
  onPositivePrediction: z._default(z.boolean(), false),
});

export const useCaseSchema = z
  .strictObject({
    name,
    title: text,
    description: text,
    owner: text,
    costCenter: text,
    /** For the model card; the description and decision support without it. */
    intendedUse: z.optional(intendedUseSchema),
    dataClassification: z.enum(['public', 'internal', 'phi']),
    data: dataSchema,
    model: modelSchema,
    gate: gateSchema,
    serving: servingSchema,
    monitoring: z._default(monitoringSchema, () => z.parse(monitoringSchema, {})),
    retraining: z._default(retrainingSchema, () => z.parse(retrainingSchema, {})),
    alerts: z._default(alertsSchema, () => z.parse(alertsSchema, {})),
  })
  .check(
    z.check((ctx) => {
      const seen = new Set<string>();
      ctx.value.data.features.forEach((feature, i) => {
        if (seen.has(feature.name)) {
          ctx.issues.push({
            code: 'custom',
            input: feature.name,
            path: ['data', 'features', i, 'name'],
            message: 'a name that no other feature has',
          });
        }
        seen.add(feature.name);
      });
      const { groupColumn, idColumns } = ctx.value.data;
      if (groupColumn !== undefined && !idColumns.includes(groupColumn)) {
        ctx.issues.push({
          code: 'custom',
          input: groupColumn,
          path: ['data', 'groupColumn'],
          message: 'one of idColumns, so that it is kept as a pseudonym only',
        });
      }
      const leaking = ctx.value.data.features.findIndex(({ name }) => idColumns.includes(name));
      if (leaking >= 0) {
        ctx.issues.push({
          code: 'custom',
          input: ctx.value.data.features[leaking]?.name,
          path: ['data', 'features', leaking, 'name'],
          message: 'a column that names no row and no patient',
        });
      }
      if (ctx.value.data.images && ctx.value.data.retentionDays !== undefined) {
        ctx.issues.push({
          code: 'custom',
          input: ctx.value.data.retentionDays,
          path: ['data', 'retentionDays'],
          message:
            'none for photographs: a record that the table forgets would leave its photograph behind; erase by patient',
        });
      }
      if (seen.has(ctx.value.data.target.name)) {
        ctx.issues.push({
          code: 'custom',
          input: ctx.value.data.target.name,
          path: ['data', 'target', 'name'],
          message: 'a column that is not a feature (the target would leak)',
        });
      }
    }),
  );

/** As written in a file: fields with defaults may be left out. */
export type UseCaseDefinition = z.input<typeof useCaseSchema>;
/** As the platform uses it: every default filled in. */
export type UseCase = z.output<typeof useCaseSchema>;
