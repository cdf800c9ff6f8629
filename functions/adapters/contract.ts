import { createHash } from 'node:crypto';

/**
 * What the adapters share with the Terraform stacks: names of environment variables and the shape of the table. Free of
 * SDK imports. Region and endpoint come from the SDK's own variables (AWS_REGION, AWS_ENDPOINT_URL).
 */

/** The environment variables that each adapter reads; a function's contract lists those of the ports that it uses. */
export const adapterEnvironment = {
  records: ['RECORDS_TABLE'],
  /** OBJECTS_BUCKET may hold `{room}` (objectRoomOf). OBJECTS_PREFIX is optional: all keys then lie under it. */
  objects: ['OBJECTS_BUCKET'],
  bus: ['EVENT_BUS_NAME'],
  notifier: ['ALERT_TOPIC_INFO_ARN', 'ALERT_TOPIC_WARNING_ARN', 'ALERT_TOPIC_CRITICAL_ARN'],
  stateMachine: ['RETRAINING_STATE_MACHINE_ARN'],
  /** TRAINING_PIPELINE_NAME may hold `{useCase}`. */
  pipeline: ['TRAINING_PIPELINE_NAME', 'OBJECTS_BUCKET'],
  chat: ['SLACK_SECRET_ARN'],
  pseudonyms: ['PSEUDONYM_SECRET_ARN'],
  /** The names of endpoints and what belongs to them begin with it (endpointNames). */
  endpoints: ['RESOURCE_PREFIX'],
  /** INFERENCE_IMAGE may hold `{image}`. SUBNET_IDS and SECURITY_GROUP_IDS are not set outside a private network. */
  models: [
    'RESOURCE_PREFIX',
    'OBJECTS_BUCKET',
    'INFERENCE_IMAGE',
    'ROLE_ARN_PREFIX',
    'KEY_ARN',
    'SUBNET_IDS',
    'SECURITY_GROUP_IDS',
  ],
} as const;

/** The kinds of objects, where each has a bucket of its own. */
export const objectRooms = ['raw', 'processed', 'models'] as const;
export type ObjectRoom = (typeof objectRooms)[number];

/** By the first part of a key: what came from outside, what trainings made, and everything between. */
const roomOfPart = new Map<string, ObjectRoom>([
  ['base', 'raw'],
  ['raw', 'raw'],
  ['restricted', 'raw'],
  ['executions', 'models'],
]);

/** Keys of what a browser puts by a signed address, until it is looked at: raw identifiers may be in it. */
export const uploadsPrefix = 'uploads/';

/** The room of an object, by its key without OBJECTS_PREFIX. */
export const objectRoomOf = (key: string): ObjectRoom =>
  roomOfPart.get(key.split('/', 1)[0] ?? '') ?? 'processed';

/** The bucket of an object: `bucket` itself, with its `{room}` filled in where it has one. */
export const bucketOfObject = (bucket: string, key: string): string =>
  bucket.replace('{room}', objectRoomOf(key));

/**
 * The one table. Keys are strings. Both indexes project ALL attributes, so that a query on an index is one call. TTL on
 * `expiresAt`. Records without an index's two attributes are not in that index.
 */
export const recordsTable = {
  partitionKey: 'pk',
  sortKey: 'sk',
  ttlAttribute: 'expiresAt',
  indexes: {
    byStatus: { partitionKey: 'byStatusPk', sortKey: 'byStatusSk' },
    byPatient: { partitionKey: 'byPatientPk', sortKey: 'byPatientSk' },
  },
} as const;

/** CloudWatch namespace of our own metrics. */
export const metricsNamespace = 'modelkeep';

/** `parts` joined by hyphens; where that is too long for AWS, its end gives way to a hash of the whole. */
export function fittingName(most: number, ...parts: readonly string[]): string {
  const whole = parts.join('-');
  if (whole.length <= most) return whole;
  const hash = createHash('sha256').update(whole).digest('hex').slice(0, 8);
  return `${whole.slice(0, most - 9)}-${hash}`;
}

/** Names of SageMaker have 63 characters; a configuration adds 13 to the endpoint's name. */
const longestEndpointName = 50;

export interface EndpointNames {
  readonly endpoint: string;
  /** Begin the names of its models and configurations. */
  readonly made: string;
  /** Model and configuration with which Terraform made the endpoint: never cleaned up. */
  readonly first: string;
  readonly role: string;
  /** A deployment during which one of these rings is taken back. */
  readonly rollbackAlarms: readonly [errors: string, latency: string];
}

/** @param prefix `modelkeep-dev`. */
export function endpointNames(prefix: string, useCase: string): EndpointNames {
  const endpoint = fittingName(longestEndpointName, prefix, useCase);
  return {
    endpoint,
    made: `${endpoint}-`,
    first: `${endpoint}-first`,
    role: fittingName(64, prefix, 'model', useCase),
    rollbackAlarms: [`${prefix}-endpoint-errors-${useCase}`, `${prefix}-endpoint-latency-${useCase}`],
  };
}

/** The model and the configuration of a deployment: they are its cause, hashed. */
export const madeBy = (names: EndpointNames, deploymentId: string): string =>
  `${names.made}${createHash('sha256').update(deploymentId).digest('hex').slice(0, 12)}`;

/** Whether a deployment made this configuration of the endpoint, and not Terraform or somebody else. */
export const isMade = (names: EndpointNames, name: string): boolean =>
  name.startsWith(names.made) && /^[0-9a-f]{12}$/.test(name.slice(names.made.length));

/** Where the requests and answers of an endpoint are captured, below the objects' room of windows and reports. */
export const capturePrefix = (useCase: string): string => `capture/${useCase}`;

/** The group of a use case in SageMaker's registry. */
export const modelPackageGroupName = (prefix: string, useCase: string): string =>
  fittingName(63, prefix, useCase);

/** A schedule of Model Monitor. */
export const monitorName = (prefix: string, kind: string, useCase: string): string =>
  fittingName(54, prefix, kind, useCase);
