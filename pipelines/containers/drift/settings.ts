import { availableParallelism } from 'node:os';
import path from 'node:path';
import * as z from 'zod/mini';
import { parseWith } from '../../../domain/validation/parse.ts';
import { captureFormats } from './count/file-relation.ts';

const text = z.string().check(z.minLength(1));
const whole = z.coerce.number().check(z.int(), z.positive());
const time = z.iso.datetime({ offset: true });
/** A folder or file of this machine, or below a bucket. */
const place = z.string().check(z.regex(/^(s3:\/\/[a-z0-9.-]{3,63}(\/.*)?|(?![a-z0-9]+:\/\/).+)$/));

const threadsAtMost = 4;
/** Buffers that each thread keeps while it reads JSON lines: two objects of the largest size (count/file-relation.ts). */
const bufferMiB = 64;
/** Captured data and ground truth are read at the same moment. */
const scansAtOnce = 2;

/** As many as there are cores, but so few that the buffers take half of the memory at the most. */
export const threadsFor = (memoryMiB: number, cores: number): number =>
  Math.max(1, Math.min(threadsAtMost, cores, Math.floor(memoryMiB / (2 * scansAtOnce * bufferMiB))));
/** As Glue takes them. */
const glueName = z.string().check(z.regex(/^[a-z0-9_]{1,255}$/));

const environmentSchema = z.object({
  MODELKEEP_ML_ROOT: z._default(text, '/opt/ml'),
  MODE: z._default(z.enum(['drift', 'quality', 'bias']), 'drift'),
  /** usecase.json: features, rule, thresholds. */
  SPECIFICATION_URI: z.optional(place),
  /** baseline.json of the version in service (drift). */
  BASELINE_URI: z.optional(place),
  BASELINE_SHA256: z.optional(z.string().check(z.regex(/^[0-9a-f]{64}$/))),
  /** Where captured data lies. */
  CAPTURE_URI: z.optional(place),
  CAPTURE_FORMAT: z._default(z.enum(captureFormats), 'sagemaker-capture'),
  /** Confirmed diagnoses in SageMaker's form of ground truth (quality, bias). */
  TRUTH_URI: z.optional(place),
  /** Reports and the state of the watch are kept below. */
  MONITORING_URI: z.optional(place),
  MODEL_VERSION: whole,
  /** Metrics registered with the version, JSON; quality compares the accuracy. */
  REGISTERED_METRICS: z._default(text, '{}'),
  WINDOW_FROM: z.optional(time),
  WINDOW_TO: z.optional(time),
  WINDOW_HOURS: z.optional(whole),
  TIME_COLUMN: z.optional(text),
  ID_COLUMN: z.optional(text),
  COUNT_BY: z._default(z.enum(['duckdb', 'athena']), 'duckdb'),
  MEMORY_MIB: z._default(z.coerce.number().check(z.int(), z.minimum(128)), 512),
  THREADS: z.optional(whole),
  ATHENA_DATABASE: z.optional(glueName),
  ATHENA_TABLE: z.optional(glueName),
  /** Prefix below which captured data lies by year: the table is made where it is not there. */
  ATHENA_CAPTURE_LOCATION: z.optional(place),
  ATHENA_WORKGROUP: z._default(text, 'primary'),
  ATHENA_TIMEOUT_SECONDS: z._default(whole, 1_800),
  EVENT_BUS_NAME: z.optional(text),
  METRICS_NAMESPACE: z.optional(text),
});
type Read = z.output<typeof environmentSchema>;

export interface Settings {
  readonly root: string;
  readonly mode: Read['MODE'];
  readonly specificationUri: string;
  readonly baselineUri: string;
  readonly baselineSha256: string | undefined;
  readonly captureUri: string;
  readonly captureFormat: Read['CAPTURE_FORMAT'];
  readonly truthUri: string | undefined;
  readonly monitoringUri: string;
  readonly modelVersion: number;
  readonly registered: Readonly<Record<string, number>>;
  readonly window: {
    readonly from: string | undefined;
    readonly to: string | undefined;
    readonly hours: number | undefined;
  };
  readonly timeColumn: string | undefined;
  readonly idColumn: string | undefined;
  readonly duckdb: { readonly memoryMiB: number; readonly threads: number };
  /** Counts by Athena where it is set. */
  readonly athena:
    | {
        readonly database: string;
        readonly table: string;
        readonly captureLocation: string | undefined;
        readonly workgroup: string;
        readonly timeoutSeconds: number;
      }
    | undefined;
  readonly eventBusName: string | undefined;
  readonly metricsNamespace: string | undefined;
}

/** @throws InvalidInputError that names each variable that is wrong or missing. */
export function readSettings(environment: NodeJS.ProcessEnv): Settings {
  // A scheduled job's environment cannot leave a variable out, only empty.
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const what = 'environment of the drift program';
  const read = parseWith(environmentSchema, given, what, { quoteValues: true });
  const input = (name: string): string => path.join(read.MODELKEEP_ML_ROOT, 'processing/input', name);
  return {
    root: read.MODELKEEP_ML_ROOT,
    mode: read.MODE,
    specificationUri: read.SPECIFICATION_URI ?? input('specification/usecase.json'),
    baselineUri: read.BASELINE_URI ?? input('baseline/baseline.json'),
    baselineSha256: read.BASELINE_SHA256,
    captureUri: read.CAPTURE_URI ?? input('capture'),
    captureFormat: read.CAPTURE_FORMAT,
    truthUri: read.TRUTH_URI,
    monitoringUri: read.MONITORING_URI ?? path.join(read.MODELKEEP_ML_ROOT, 'processing/output/monitoring'),
    modelVersion: read.MODEL_VERSION,
    registered: parseWith(
      z.record(z.string(), z.number()),
      jsonOf(read.REGISTERED_METRICS),
      `${what}: REGISTERED_METRICS`,
    ),
    window: { from: read.WINDOW_FROM, to: read.WINDOW_TO, hours: read.WINDOW_HOURS },
    timeColumn: read.TIME_COLUMN,
    idColumn: read.ID_COLUMN,
    duckdb: {
      memoryMiB: read.MEMORY_MIB,
      threads: read.THREADS ?? threadsFor(read.MEMORY_MIB, availableParallelism()),
    },
    athena: read.COUNT_BY === 'athena' ? athenaOf(read, what) : undefined,
    eventBusName: read.EVENT_BUS_NAME,
    metricsNamespace: read.METRICS_NAMESPACE,
  };
}

function athenaOf(read: Read, what: string): NonNullable<Settings['athena']> {
  const { ATHENA_DATABASE, ATHENA_TABLE } = parseWith(
    z.object({ ATHENA_DATABASE: glueName, ATHENA_TABLE: glueName }),
    read,
    `${what}, COUNT_BY=athena`,
  );
  return {
    database: ATHENA_DATABASE,
    table: ATHENA_TABLE,
    captureLocation: read.ATHENA_CAPTURE_LOCATION,
    workgroup: read.ATHENA_WORKGROUP,
    timeoutSeconds: read.ATHENA_TIMEOUT_SECONDS,
  };
}

function jsonOf(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
