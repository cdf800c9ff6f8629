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
