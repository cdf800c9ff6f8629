import * as z from 'zod/mini';
import { checkedObjectKey } from '../../domain/ids/object-key.ts';
import { parseEnvironment, type Environment } from './environment.ts';
import type { Credentials } from './signature.ts';

/** Where objects lie, for what signs its requests itself instead of by the S3 client. */
export interface S3Place {
  /** Address of the bucket, without a slash at the end; may hold `{room}`. */
  readonly bucketUrl: string;
  /** Before each key: empty, or with a slash at the end. */
  readonly prefix: string;
  readonly region: string;
  readonly credentials: Credentials;
}

const text = z.string().check(z.minLength(1));
const schema = z.object({
  OBJECTS_BUCKET: z.string().check(z.minLength(3)),
  OBJECTS_PREFIX: z.optional(z.string()),
  AWS_REGION: text,
  // Lambda puts its role's keys here; they live as long as the process.
  AWS_ACCESS_KEY_ID: text,
  AWS_SECRET_ACCESS_KEY: text,
  AWS_SESSION_TOKEN: z.optional(z.string()),
  AWS_ENDPOINT_URL: z.optional(z.string()),
});

/** @throws InvalidInputError that names a missing variable. */
export function s3PlaceOf(environment: Environment, what: string): S3Place {
  const parsed = parseEnvironment(schema, environment, what);
  const { OBJECTS_BUCKET: bucket, OBJECTS_PREFIX: prefix = '', AWS_REGION: region } = parsed;
  const suffix = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  return {
    bucketUrl: parsed.AWS_ENDPOINT_URL
      ? `${parsed.AWS_ENDPOINT_URL.replace(/\/$/, '')}/${bucket}`
      : `https://${bucket}.s3.${region}.${suffix}`,
    prefix: prefix === '' ? '' : `${checkedObjectKey(prefix)}/`,
    region,
    credentials: {
      accessKeyId: parsed.AWS_ACCESS_KEY_ID,
      secretAccessKey: parsed.AWS_SECRET_ACCESS_KEY,
      sessionToken: parsed.AWS_SESSION_TOKEN,
    },
  };
}
