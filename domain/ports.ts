/**
 * What the platform needs from the world. `functions/adapters` implements these on the AWS SDK, `local/adapters` on a
 * disk; tests/contracts runs one suite against both.
 */
import type { Notification } from './events/notification.ts';
import type { PlatformEvent } from './events/platform-event.ts';
import type { NetworkAnswer } from './serving/network-answer.ts';
import type { Photograph } from './serving/photograph.ts';

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

/** The only source of time; never `Date.now()` elsewhere. */
export interface Clock {
  now(): Date;
}

/** Unique, time-sortable identifiers (26 characters of Crockford base 32, the first ten are the time). */
export interface Ids {
  next(): string;
}

/** A write whose condition did not hold: somebody else was first. Not a failure of the store. */
export class ConditionFailedError extends Error {
  override readonly name = 'ConditionFailedError';
  /** Which write of the batch, from 0; undefined where the store does not say. */
  readonly index: number | undefined;
  constructor(what: string, index?: number) {
    super(`${what}: the condition of the write did not hold; read the record again and decide anew`);
    this.index = index;
  }
}

/** A store, queue or API that asks to be called again later. */
export class ThrottledError extends Error {
  override readonly name = 'ThrottledError';
}

export interface StoredObject {
  readonly body: Uint8Array;
  readonly etag: string;
}

/** Files by key. Keys are `a/b/c`, without a leading slash or `..`. A put is whole or not at all. */
export interface ObjectStore {
  get(key: string): Promise<StoredObject | undefined>;
  head(key: string): Promise<{ readonly bytes: number; readonly etag: string } | undefined>;
  /** Throws ConditionFailedError with `ifAbsent` where the key is taken. */
  put(
    key: string,
    body: Uint8Array | string,
    options?: { readonly ifAbsent?: boolean; readonly contentType?: string },
  ): Promise<void>;
  /** Keys under the prefix, in order; all of them. */
  list(prefix: string): Promise<readonly string[]>;
  /** No error where the key is not there. */
  delete(key: string): Promise<void>;
}

/** A version's network, by where its files lie. */
export interface NetworkVersion {
  readonly useCase: string;
  readonly modelKey: string;
}

/** Runs networks, which this process cannot. */
export interface InferenceServer {
  /**
   * Throws InvalidInputError for a photograph that cannot be read, ThrottledError where too many wait, and
   * ServiceUnavailableError where no server answers.
   */
  invoke(version: NetworkVersion, photograph: Photograph): Promise<NetworkAnswer>;
}

/** Where a file may be put, or fetched from, without a token, for some minutes. */
export interface SignedUrl {
  readonly url: string;
  readonly expiresAt: string;
}

/** Addresses of objects for browsers: large files go past the API. */
export interface SignedUrls {
  /** For one PUT of exactly so many bytes, with exactly these headers. */
  upload(
    key: string,
    file: { readonly bytes: number; readonly contentType: string },
  ): Promise<SignedUrl & { readonly headers: Readonly<Record<string, string>> }>;
  /** @param fileName under which a browser saves it. */
  download(key: string, fileName: string): Promise<SignedUrl>;
}

export interface RecordKey {
  readonly pk: string;
  readonly sk: string;
}

/** The two secondary indexes: sparse, eventually consistent on AWS. */
export type IndexName = 'byStatus' | 'byPatient';

export interface NewRecord extends RecordKey {
  readonly data: JsonObject;
  readonly indexes?: { readonly [name in IndexName]?: RecordKey };
  /** The store may forget the record after this time (epoch seconds). */
  readonly expiresAt?: number;
}

export interface StoredRecord extends NewRecord {
  /** 1 at the first put, one more at each put since. */
  readonly version: number;
}

/** `absent`: no such record yet; `{version}`: unchanged since it was read; `exists`; `any`: no condition. */
export type Condition = 'absent' | 'exists' | 'any' | { readonly version: number };

export type RecordWrite =
  | { readonly op: 'put'; readonly record: NewRecord; readonly condition: Condition }
  | { readonly op: 'delete'; readonly key: RecordKey; readonly condition: Condition }
  | { readonly op: 'check'; readonly key: RecordKey; readonly condition: Exclude<Condition, 'any'> };

export interface RecordQuery {
  readonly pk: string;
  readonly index?: IndexName;
  readonly skPrefix?: string;
  /** Inclusive bounds on sk. */
  readonly skFrom?: string;
  readonly skTo?: string;
  readonly order?: 'ascending' | 'descending';
  /** 1 to 1,000; default 100. */
  readonly limit?: number;
  readonly cursor?: string;
}

export interface RecordPage {
  readonly records: readonly StoredRecord[];
  /** Give it back for the next page; undefined after the last one. Throws InvalidInputError when it is not one of ours. */
  readonly cursor?: string;
}

/** One table of records with conditional, all-or-nothing writes (one DynamoDB table on AWS, SQLite locally). */
export interface RecordStore {
  /** Strongly consistent. */
  get(key: RecordKey): Promise<StoredRecord | undefined>;
  query(query: RecordQuery): Promise<RecordPage>;
  /** All of them or none; 1 to 100 writes on distinct keys. Throws ConditionFailedError, ThrottledError. */
  write(writes: readonly RecordWrite[]): Promise<void>;
}

export interface EventBus {
  /** At least once; subscribers dedupe by `event.id`. */
  publish(events: readonly PlatformEvent[]): Promise<void>;
}

/** Tells people: SNS on AWS, files locally. At least once; `notification.key` is the same in every copy. */
export interface Notifier {
  notify(notification: Notification): Promise<void>;
}

/** Where Slack messages (Block Kit) go. Throws ThrottledError when asked to wait. */
export interface ChatSink {
  post(message: JsonObject): Promise<void>;
}

export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

/** The retraining state machine. */
export interface StateMachine {
  /** The same name with the same input is `already-exists`, also after it ended. */
  start(execution: {
    readonly name: string;
    readonly input: JsonObject;
  }): Promise<'started' | 'already-exists'>;
  describe(name: string): Promise<{ readonly status: ExecutionStatus } | undefined>;
  /** `gone`: the token's task has ended (answered before, timed out). */
  succeedTask(token: string, output: JsonObject): Promise<'accepted' | 'gone'>;
}

export type PipelineStatus = 'Executing' | 'Succeeded' | 'Failed' | 'Stopped';

export interface TrainingRequest {
  readonly useCase: string;
  /** The retraining execution that asks: the same one gets the same pipeline execution. */
  readonly executionName: string;
  /** Object key of the snapshot (CSV) to train on. */
  readonly snapshotKey: string;
  readonly snapshotHash: string;
  /** Everything that the training program writes lies under this prefix: model.json, evaluation.json, baseline.json. */
  readonly outputPrefix: string;
  readonly parameters: JsonObject;
}

export interface PipelineRunner {
  /** Idempotent by `executionName`. */
  start(request: TrainingRequest): Promise<{ readonly pipelineExecutionId: string }>;
  describe(
    pipelineExecutionId: string,
  ): Promise<{ readonly status: PipelineStatus; readonly failureReason?: string }>;
  /** No error where it has ended. */
  stop(pipelineExecutionId: string): Promise<void>;
}

export interface DeploymentRequest {
  readonly useCase: string;
  readonly version: number;
  readonly modelKey: string;
  /** `<execution>/<state>`: the same key never deploys twice. */
  readonly effectKey: string;
  /** The lock's generation; a deployer refuses one lower than it has seen (StaleGenerationError). */
  readonly generation: number;
}

export interface DeploymentState {
  readonly status: 'InProgress' | 'Healthy' | 'Unhealthy';
  readonly reason?: string;
}

/** Puts a version into service: the predictor's pointer (`lambda`), a SageMaker endpoint (`endpoint`). */
export interface Deployer {
  deploy(request: DeploymentRequest): Promise<{ readonly deploymentId: string }>;
  describe(useCase: string, deploymentId: string): Promise<DeploymentState>;
  /** Makes what served before this deployment serve again; no error where it already does. */
  rollback(request: {
    readonly useCase: string;
    readonly deploymentId: string;
    readonly generation: number;
  }): Promise<{ readonly restoredVersion: number | null }>;
  /** Removes what neither the version in service nor a rollback needs; after a deployment has become final. */
  cleanUp?(useCase: string): Promise<void>;
}

export interface Metrics {
  count(name: string, value: number, dimensions: Readonly<Record<string, string>>): void;
  milliseconds(name: string, value: number, dimensions: Readonly<Record<string, string>>): void;
}

/** Turns a patient id into a keyed pseudonym (HMAC-SHA-256): the same patient, the same pseudonym; no way back. */
export interface Pseudonymizer {
  pseudonym(patientId: string): Promise<string>;
}

export interface ServedTraffic {
  readonly requests: number;
  readonly failures: number;
}

/** What the predictions of one version have met since a moment: the health check of a deployment reads it. */
export interface ServingHealth {
  traffic(useCase: string, version: number, since: Date): Promise<ServedTraffic>;
}

export interface StateVisit {
  /** Within its execution: an event of the interpreter's history. */
  readonly id: number;
  readonly name: string;
  readonly enteredAt: string;
  readonly exitedAt?: string;
  readonly status: 'Running' | 'Succeeded' | 'Failed';
}

/** A visit with what went in, what came out, and the error that a Catch took or that ended the execution. */
export interface VisitedState extends StateVisit {
  readonly input: Json;
  readonly output?: Json;
  readonly error?: { readonly name: string; readonly cause: string };
}

/** Which states an execution has gone through, in order; a state visited twice stands there twice. */
export interface ExecutionHistory {
  /** Undefined where the interpreter does not know the execution (any more). */
  states(name: string): Promise<readonly StateVisit[] | undefined>;
  /** One of them. Undefined where the interpreter does not know the execution (any more), or it has no such visit. */
  state(name: string, id: number): Promise<VisitedState | undefined>;
}
