/**
 * What the calculation takes for granted: change a number here, and each result says so. Whatever the stacks decide (how many
 * alarms, roles, log groups) is held to the synthesised stacks by tests/cli/stacks.test.ts.
 */
export const assumptions = {
  prediction: {
    apiRequests: 1,
    lambdaMilliseconds: 15,
    lambdaMiB: 512,
    /** A captured prediction of 30 features with its contributions, as one item. */
    itemKiB: 1,
    /** byStatus and byPatient. */
    indexWrites: 2,
    /** The write of the record, which the audit trail notes; what else predict reads it keeps for seconds. */
    auditedCalls: 1,
    /** Request log and embedded metrics, one line each. */
    logKiB: 0.8,
    positiveShare: 0.3,
  },
  /** Messages for each positive prediction: 1 with alerts.onPositivePrediction, as breast-cancer asks, else 0. */
  alertsPerPositive: 1,
  alertEmails: 1,
  /** The busiest second of a day against its average. */
  peakFactor: 3,
  recordsKeptDays: 365,
  useCase: {
    dashboards: 2,
    /** Errors, latency, drift, accuracy drop, canary; errors counts two metrics. */
    alarmMetrics: 6,
    alarms: 5,
    /** Served, failed and duration of the version in service, answers of 5xx, drift, accuracy drop, five of quality. */
    customMetrics: 11,
    schedules: 3,
    /** Hourly drift, quality each six hours, retraining each week. */
    scheduledRunsPerDay: 24 + 4 + 1 / 7,
    /** A window reduces at most so many rows in a function of 1 GiB. */
    windowMaximumRows: 20_000,
    windowSeconds: 2,
    windowMiB: 1024,
    retrainingsPerMonth: 4,
    transitionsPerRetraining: 40,
    /** Its predict function, and versions that are kept for rollback. */
    functions: 1,
    functionVersionsKept: 10,
    bundleMiB: 0.65,
    /** One of predict, and one for each schedule. */
    roles: 4,
    logGroups: 1,
    /** Rules on the platform's bus that are the use case's alone: none, they match by payload. */
    eventRules: 0,
  },
  shared: {
    kmsKeys: 1,
    secrets: 2,
    dashboards: 2,
    alarms: 2,
    /** Failed, expired and aborted retrainings count as three, undelivered events as one. */
    alarmMetrics: 4,
    roles: 34,
    functions: 33,
    logGroups: 35,
    eventRules: 6,
  },
} as const;

interface Profile {
  readonly region: string;
  readonly interfaceEndpoints: number;
  readonly zones: number;
  readonly tracing: boolean;
  /** Whether the four dashboards are made. */
  readonly dashboards: boolean;
  readonly logRetentionDays: number;
}
const usual: Profile = {
  region: 'eu-central-1',
  interfaceEndpoints: 0,
  zones: 2,
  tracing: true,
  dashboards: true,
  logRetentionDays: 30,
};

/** What the environments add to that. */
export const environmentProfiles = {
  dev: { ...usual, tracing: false, dashboards: false },
  staging: usual,
  prod: usual,
  /** The services that functions in the private network call; logs kept as long as the audit. */
  hipaa: { ...usual, region: 'us-east-1', interfaceEndpoints: 8, logRetentionDays: 2192 },
} as const satisfies Readonly<Record<string, Profile>>;
export type EnvironmentName = keyof typeof environmentProfiles;
export const environmentNames = Object.keys(environmentProfiles);
export const isEnvironmentName = (name: string): name is EnvironmentName => name in environmentProfiles;
