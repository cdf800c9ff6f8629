import * as z from 'zod/mini';
import { metricsOfGroupsSchema, type CardSources } from './sources.ts';

const metrics = z.record(z.string(), z.number());

/** What people need to know of a version before they rely on it (Mitchell et al. 2019, "Model Cards for Model Reporting"). */
export const modelCardSchema = z.object({
  schemaVersion: z.literal(1),
  useCase: z.string(),
  title: z.string(),
  version: z.number(),
  /** When the card was written; the registry knows what it is now. */
  status: z.string(),
  intendedUse: z.object({
    purpose: z.string(),
    users: z.string(),
    outOfScope: z.array(z.string()),
  }),
  owner: z.string(),
  /** The two classes; the probability is that of the positive one. */
  classes: z.object({ negative: z.string(), positive: z.string() }),
  model: z.object({
    algorithm: z.string(),
    hyperparameters: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
    decisionThreshold: z.nullable(z.number()),
    features: z.number(),
    trainedAt: z.nullable(z.string()),
    codeVersion: z.string(),
    modelKey: z.string(),
    modelHash: z.string(),
  }),
  /** Why it was made. */
  trigger: z.object({
    reason: z.string(),
    explanation: z.nullable(z.string()),
    requestedBy: z.nullable(z.string()),
    requestedAt: z.string(),
    executionName: z.string(),
  }),
  data: z.object({
    snapshotHash: z.string(),
    rows: z.object({
      snapshot: z.number(),
      training: z.nullable(z.number()),
      holdout: z.nullable(z.number()),
    }),
    baselineHash: z.string(),
  }),
  /** On held-out rows. */
  metrics,
  crossValidation: z.nullable(z.object({ folds: z.number(), metrics })),
  confusionMatrix: z.nullable(z.record(z.string(), z.number())),
  champion: z.nullable(z.object({ version: z.number(), metrics: z.nullable(metrics) })),
  subgroups: z.array(metricsOfGroupsSchema),
  gate: z.object({ passed: z.boolean(), reasons: z.array(z.string()) }),
  /** Null while nobody has decided. */
  approval: z.nullable(
    z.object({ decision: z.string(), by: z.string(), at: z.string(), reason: z.nullable(z.string()) }),
  ),
  /** What moves the model most, where that was measured: mean size of a feature's contribution. */
  explanations: z.array(z.object({ feature: z.string(), meanAbsoluteContribution: z.number() })),
});
export type ModelCard = z.output<typeof modelCardSchema>;

const listedExplanations = 10;

/** Shown where a use case says nothing of its own. */
const decisionSupport = 'clinicians, as decision support: a clinician decides';

/** The card of a registered version. */
export function modelCardOf({ useCase, version, evaluation, model, explanations }: CardSources): ModelCard {
  const { approval, trigger, championVersion } = version;
  const { intendedUse } = useCase;
  return {
    schemaVersion: 1,
    useCase: version.useCase,
    title: useCase.title,
    version: version.version,
    status: version.status,
    intendedUse: {
      purpose: intendedUse?.purpose ?? useCase.description,
      users: intendedUse?.users ?? decisionSupport,
      outOfScope: intendedUse?.outOfScope ?? [],
    },
    owner: useCase.owner,
    classes: {
      negative: useCase.data.target.negative.label,
      positive: useCase.data.target.positive.label,
    },
    model: {
      algorithm: model?.kind ?? useCase.model.algorithm,
      hyperparameters: model?.hyperparameters ?? {},
      decisionThreshold: model?.decisionThreshold ?? null,
      features: useCase.data.features.length,
      trainedAt: evaluation?.trainedAt ?? null,
      codeVersion: version.codeVersion,
      modelKey: version.modelKey,
      modelHash: version.modelHash,
    },
    trigger: {
      reason: trigger.reason,
      explanation: trigger.explanation ?? null,
      requestedBy: trigger.requestedBy ?? null,
      requestedAt: trigger.requestedAt,
      executionName: version.executionName,
    },
    data: {
      snapshotHash: version.snapshotHash,
      rows: {
        snapshot: version.rows,
        training: evaluation?.rows.training ?? null,
        holdout: evaluation?.rows.holdout ?? null,
      },
      baselineHash: version.baselineHash,
    },
    metrics: version.metrics,
    crossValidation: evaluation?.crossValidation ?? null,
    confusionMatrix: evaluation?.confusionMatrix ?? null,
    champion:
      championVersion === null ? null : { version: championVersion, metrics: version.championMetrics },
    subgroups: evaluation?.subgroups ?? [],
    gate: { passed: gatePassed(version), reasons: version.gateReasons },
    approval: approval
      ? {
          decision: approval.decision,
          by: approval.by,
          at: approval.at,
          reason: approval.reason ?? null,
        }
      : null,
    explanations: explanations.slice(0, listedExplanations),
  };
}

/** Rejected without anybody's decision: it was the gate. */
const gatePassed = ({ status, approval }: CardSources['version']): boolean =>
  status !== 'Rejected' || approval !== undefined;
