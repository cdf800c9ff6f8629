/** What the calculation takes for granted: change a number here, and each result says so. */
export const assumptions = {
  prediction: {
    apiRequests: 1,
    lambdaMilliseconds: 15,
    lambdaMiB: 512,
    /** A captured prediction of 30 features with its contributions, as one item. */
    itemKiB: 1,
    /** byStatus and byPatient. */
    indexWrites: 2,
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
    /** Errors, latency, drift, accuracy, canary; errors counts two metrics. */
    alarmMetrics: 6,
    alarms: 5,
    /** Served, failed, duration, drift, accuracy, counts by version. */
    customMetrics: 12,
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
    roles: 2,
    logGroups: 1,
    /** Rules on the platform's bus that are the use case's alone: none, they match by payload. */
    eventRules: 0,
  },
  shared: {
    kmsKeys: 1,
    secrets: 2,
    dashboards: 2,
    alarms: 2,
    alarmMetrics: 2,
    roles: 16,
    functions: 14,
    logGroups: 16,
    eventRules: 6,
  },
} as const;

/** What the environments add to that. */
export const environmentProfiles = {
  dev: { interfaceEndpoints: 0, zones: 2, tracing: false },
  staging: { interfaceEndpoints: 0, zones: 2, tracing: false },
  prod: { interfaceEndpoints: 0, zones: 2, tracing: true },
  /** The services that functions in the private network call. */
  hipaa: { interfaceEndpoints: 10, zones: 2, tracing: true },
} as const;
export type EnvironmentName = keyof typeof environmentProfiles;
export const environmentNames = Object.keys(environmentProfiles);
export const isEnvironmentName = (name: string): name is EnvironmentName => name in environmentProfiles;
